"""What was sent in one step and is looked at in the next: in Redis, under a name only its sender can have, for half an hour."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Final

from django.core.cache import cache
from django.http import Http404

from forum.web.actor import person_of

if TYPE_CHECKING:
    from django.http import HttpRequest

KEPT: Final = 30 * 60


def keep(request: HttpRequest, kind: str, content: Any) -> uuid.UUID:
    """Under a new name. `kind`: what the file is for, and of which forum."""
    file = uuid.uuid4()
    cache.set(_key(request, kind, file), content, KEPT)
    return file


def kept(request: HttpRequest, kind: str, file: uuid.UUID) -> Any:
    """What its sender sent; 404 for everybody else, and when its time is over."""
    content = cache.get(_key(request, kind, file))
    if content is None:
        raise Http404
    return content


def replace(request: HttpRequest, kind: str, file: uuid.UUID, content: Any) -> None:
    """When the file has been brought in: what whoever presses twice finds in its place."""
    cache.set(_key(request, kind, file), content, KEPT)


def _key(request: HttpRequest, kind: str, file: uuid.UUID) -> str:
    return f"{kind}:{person_of(request).pk}:{file}"
