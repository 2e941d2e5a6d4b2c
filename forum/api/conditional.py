"""Strong validators (RFC 9110, section 8.8): `"<version>.<digest of the body>"`, for lists the digest alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from django.utils.http import parse_etags
from django.utils.translation import gettext as _

from .problems import PreconditionRequired

if TYPE_CHECKING:
    from rest_framework.request import Request

NO_VERSION: Final = 0  # rows begin with 1


def entity_tag(body: bytes, version: int | None) -> str:
    digest = hashlib.sha256(body).hexdigest()
    return f'"{digest[:32]}"' if version is None else versioned_tag(digest, version)


def versioned_tag(digest: str, version: int) -> str:
    """From a digest in hexadecimal, such as that of a file's source."""
    return f'"{version}.{digest[:32]}"'


def is_unchanged(request: Request, tag: str) -> bool:
    """If-None-Match compares weakly: a proxy that compressed the body may have put W/ in front."""
    given = parse_etags(request.headers.get("If-None-Match", ""))
    return given == ["*"] or tag in {etag.removeprefix("W/") for etag in given}


def expected_version(request: Request, current: int) -> int | None:
    """The version that If-Match names, None for `*`.

    It compares strongly, so that a weak tag matches nothing; of several the current one counts.
    Raises `PreconditionRequired` without the header.
    """
    header = request.headers.get("If-Match")
    if header is None:
        raise PreconditionRequired(_("Send the ETag that you read in If-Match, so that nobody's change is lost."))
    tags = parse_etags(header)
    if tags == ["*"]:
        return None
    named = {tag.strip('"').partition(".")[0] for tag in tags if not tag.startswith("W/")}
    return current if str(current) in named else NO_VERSION
