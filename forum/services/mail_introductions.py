"""What mails say first: the standard, or a text of the installation's own around the reason why the mail came."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.enums import TO_THE_PUBLIC, MessageKind
from forum.errors import InvalidInputError, StaleVersionError
from forum.models import MailText, Organisation
from forum.services.text import clean_text
from forum.services.versions import lock_version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrOrPromise

    from forum.enums import Language
    from forum.models import Forum

REASON: Final = "{reason}"
STANDARD: Final = REASON
LONGEST: Final = 1000
PLACEHOLDERS: Final[dict[str, _StrOrPromise]] = {
    "reason": gettext_lazy("why the mail came, and what its receiver must know; can't be left out"),
    "host": gettext_lazy("the name of the organisation that runs Samverka"),
    "forum": gettext_lazy("the forum that the mail is about"),
}
# Mails that are about no forum or about many, and those to the public, which no forum's list has.
WITHOUT_FORUM: Final = frozenset(
    {
        MessageKind.INVITATION, MessageKind.REMINDER, MessageKind.ASSIGNMENT, MessageKind.VACANT, MessageKind.SEARCH,
        MessageKind.CALENDAR, MessageKind.PICTURE, MessageKind.CONSULTATION, MessageKind.SIGN_IN, *TO_THE_PUBLIC,
    }
)  # fmt: skip
BRACES: Final = re.compile(r"\{([^{}]*)\}|[{}]")


@dataclass(frozen=True)
class MailFrame:
    """What all mails of a moment share: the host's name and the texts of its own."""

    host_name: str = ""
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def around_reason(self, kind: MessageKind, language: str, forum: Forum | None) -> dict[str, str]:
        """What stands before and after the reason, filled in; both empty where the standard holds."""
        text = self.texts.get((kind.value, language), STANDARD)
        words = {"host": self.host_name, "forum": forum.name if forum else ""}
        opening, _reason, closing = text.partition(REASON)
        return {"opening": _filled(opening, words).strip(), "closing": _filled(closing, words).strip()}


def _filled(text: str, words: Mapping[str, str]) -> str:
    return BRACES.sub(lambda found: words.get(found.group(1) or "", ""), text)


def read_mail_frame() -> MailFrame:
    """One statement, however many letters are written."""
    texts = MailText.objects.order_by().values(row=JSONObject(kind="kind", language="language", text="text"))
    host: Any = Organisation.objects.filter(is_host=True).annotate(texts=ArraySubquery(texts)).first()
    if host is None:
        return MailFrame()
    return MailFrame(host.name, {(row["kind"], row["language"]): row["text"] for row in host.texts})


def placeholders_of(kind: MessageKind) -> dict[str, _StrOrPromise]:
    """Those that have a meaning in mails of this kind, each with what it becomes."""
    return {name: words for name, words in PLACEHOLDERS.items() if name != "forum" or kind not in WITHOUT_FORUM}


def check_mail_text(kind: MessageKind, text: str) -> str:
    """The text as it is saved. Raises `InvalidInputError` that says what to write instead."""
    text = clean_text(text)
    known = placeholders_of(kind)
    listed = ", ".join(f"{{{name}}}" for name in known)
    for found in BRACES.finditer(text):
        if found.group(1) not in known:
            words = {"wrong": found.group(), "known": listed}
            raise InvalidInputError(_("%(wrong)s is not filled in by anything. Use %(known)s.") % words, field="text")
    if text.count(REASON) != 1:
        words = {"reason": REASON}
        raise InvalidInputError(
            _("Write %(reason)s once: the receiver must know why the mail came.") % words, field="text"
        )
    if len(text) > LONGEST:
        words_of_length: dict[str, Any] = {"longest": LONGEST, "length": len(text)}
        raise InvalidInputError(
            _("Write at most %(longest)d characters; there are %(length)d now.") % words_of_length, field="text"
        )
    return text


@transaction.atomic
def save_mail_text(*, kind: MessageKind, language: Language, text: str, version: int | None = None) -> MailText | None:
    """What mails of this kind and language say first from now on; mails already written stay as they are. Administrators.

    The standard itself takes the own text away (None). Raises `InvalidInputError`, `StaleVersionError` when somebody saved first.
    """
    text = check_mail_text(kind, text)
    known: MailText | None = MailText.objects.filter(kind=kind, language=language).first()
    if known is None and text == STANDARD:
        return None
    if known is None:
        known, is_new = MailText.objects.get_or_create(kind=kind, language=language, defaults={"text": text})
        if is_new:
            return known
    if version is None:
        raise StaleVersionError(known)
    row = lock_version(MailText, known.pk, version)
    if text == STANDARD:
        row.delete()
        return None
    row.text = text
    row.save()
    return row.refreshed()


@transaction.atomic
def reset_mail_text(*, kind: MessageKind, language: Language) -> None:
    """Back to the standard. Administrators."""
    MailText.objects.filter(kind=kind, language=language).delete()
