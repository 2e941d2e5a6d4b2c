"""Headers of outgoing mail, written quickly: most are the same in all letters of an act."""

from __future__ import annotations

from email.header import Header
from email.policy import EmailPolicy
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from email.message import EmailMessage

REMEMBERED: Final = 512
WIRE: Final[dict[str, Any]] = {"linesep": "\r\n", "cte_type": "7bit", "max_line_length": 78}


class LetterPolicy(EmailPolicy):
    """As SMTP wants it, but with a subject in one charset: EmailPolicy's own folding loses spaces between encoded words."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() != "subject":
            return super().fold_binary(name, value)
        words = str(value)
        charset = "us-ascii" if words.isascii() else "utf-8"
        header = Header(words, charset, header_name=name, maxlinelen=self.max_line_length)
        return f"{name}: {header.encode(linesep=self.linesep)}{self.linesep}".encode("ascii")


PLAIN: Final = LetterPolicy(**WIRE)


class RememberingPolicy(LetterPolicy):
    """The same parsing and folding, remembered by name and value. Its copies, one per part of a mail, share the memory."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        return _parsed(name, value) if type(value) is str else super().header_store_parse(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        return _folded(name, value)


POLICY: Final = RememberingPolicy(**WIRE)


@lru_cache(REMEMBERED)
def _parsed(name: str, value: str) -> tuple[str, Any]:
    return PLAIN.header_store_parse(name, value)


@lru_cache(REMEMBERED)
def _folded(name: str, value: Any) -> bytes:
    return PLAIN.fold_binary(name, value)


def set_boundaries(mail: EmailMessage) -> None:
    """Each multipart its own, beginning with "=_", which no quoted-printable or base64 part can contain (RFC 2045 6.7)."""
    for number, part in enumerate(one for one in mail.walk() if one.is_multipart()):
        part.set_boundary(f"=_{number}")
