"""What mails say first: one text for each kind and language, looked at as a whole mail before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum.enums import Language, MessageKind
from forum.errors import InvalidInputError
from forum.models import Forum, MailText
from forum.services.mail_introductions import (
    STANDARD,
    WITHOUT_FORUM,
    MailFrame,
    check_mail_text,
    placeholders_of,
    read_mail_frame,
    reset_mail_text,
    save_mail_text,
)
from forum.services.outbox import Letter, Rendered, render_letter
from forum.web.acting import act_at_once, attempt, done, posted, show
from forum.web.administration.frame import administrators_only, way
from forum.web.forms import VersionedForm

if TYPE_CHECKING:
    from django.http import HttpRequest

# A mail carries its style inline. It may neither run, load nor send anything.
MAIL_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"


class MailTextForm(VersionedForm):
    """The words around the reason."""

    text = forms.CharField(
        label=gettext_lazy("What the mail says first"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


def sample(kind: MessageKind, language: Language, text: str, frame: MailFrame) -> Rendered:
    """A whole mail of the kind with this text, about something made up."""
    with translation.override(language.value):
        context = {
            "title": str(kind.label),
            "why": _("You get this because you hold the seat Chair in the forum."),
            "about": _("Here stands what the mail is about, with its button."),
            "reply_to": "samverkan@example.org",
        }
        forum = None if kind in WITHOUT_FORUM else Forum(name=_("the forum's name"))
    letter = Letter(
        kind=kind, recipient="", language=language.value, template="mail/sample", context=context, dedup_key="",
        expires_at=timezone.now(), forum=forum,
    )  # fmt: skip
    return render_letter(letter, MailFrame(frame.host_name, {(kind.value, language.value): text}))


def _asked(kind: str, language: str) -> tuple[MessageKind, Language]:
    try:
        return MessageKind(kind), Language(language)
    except ValueError as error:
        raise Http404 from error


def _way() -> list[tuple[str, str]]:
    return way("mail-texts", _("Texts of mails"))


@administrators_only
@require_safe
def mail_texts(request: HttpRequest) -> HttpResponse:
    """All kinds in both languages: standard or own."""
    own = {(row.kind, row.language): row for row in MailText.objects.all()}
    rows = [(kind, [(language, own.get((kind, language))) for language in Language]) for kind in MessageKind]
    return render(request, "forum/administration/mail_texts.html", {"rows": rows, "way": way()})


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def mail_text(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """The text of one kind in one language: change it, look at the mail, go back to the standard."""
    which, tongue = _asked(kind, language)
    known = MailText.objects.filter(kind=which, language=tongue).first()
    first = {"text": known.text, "version": known.version} if known else {"text": STANDARD}
    form = MailTextForm(posted(request), initial=first)
    looked_at = _looked_at(request, form, which)

    def act(data: dict[str, Any]) -> Any:
        return save_mail_text(kind=which, language=tongue, **data)

    if "look" not in request.POST and attempt(request, form, act):
        return done(
            request, _("The text is saved. Mails that are written from now on carry it."), reverse("mail-texts")
        )
    text = looked_at or first["text"]
    return show(
        request, "forum/administration/mail_text.html", form, kind=which, language=tongue, known=known, standard=STANDARD,
        placeholders=placeholders_of(which).items(), mail=sample(which, tongue, str(text), read_mail_frame()),
        looked_at=looked_at, way=_way(),
    )  # fmt: skip


def _looked_at(request: HttpRequest, form: MailTextForm, kind: MessageKind) -> str:
    """The typed text, when the press was for a look and the text is right; otherwise the form says what is wrong with it."""
    if request.method != "POST" or "look" not in request.POST or not form.is_valid():
        return ""
    try:
        return check_mail_text(kind, form.cleaned_data["text"])
    except InvalidInputError as error:
        form.take(error)
        return ""


@administrators_only
@require_safe
@xframe_options_sameorigin
def mail_text_html(_request: HttpRequest, kind: str, language: str) -> HttpResponse:
    """The mail with the saved text as mail programs show it, under a policy of its own."""
    which, tongue = _asked(kind, language)
    frame = read_mail_frame()
    text = frame.texts.get((which.value, tongue.value), STANDARD)
    page = sample(which, tongue, text, frame).html
    return HttpResponse(page, headers={"Content-Security-Policy": MAIL_POLICY, "Referrer-Policy": "no-referrer"})


@administrators_only
@require_POST
def reset(request: HttpRequest, kind: str, language: str) -> HttpResponse:
    which, tongue = _asked(kind, language)
    words = _("The standard text holds again.")
    return act_at_once(request, lambda: reset_mail_text(kind=which, language=tongue), words, reverse("mail-texts"))
