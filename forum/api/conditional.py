"""Strong validators (RFC 9110, section 8.8): `"<version>.<digest of the body>"`, for lists the digest alone."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.utils.http import parse_etags

if TYPE_CHECKING:
    from rest_framework.request import Request


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


def matched_version(header: str) -> int | None:
    """The version that If-Match names. It compares strongly, so that a weak tag matches nothing; None when no version is named."""
    for tag in parse_etags(header):
        version = tag.strip('"').partition(".")[0]
        if not tag.startswith("W/") and version.isdecimal() and version.isascii():
            return int(version[:9])
    return None
