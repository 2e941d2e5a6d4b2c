"""What was sent after the sign-in had expired: kept in the browser's session until the same person has signed in again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

if TYPE_CHECKING:
    from django.http import HttpRequest

KEY: Final = "kept"
LARGEST: Final = 200_000
KEPT: Final = timedelta(hours=12)
WRITER: Final = "writer"
OURS: Final = frozenset({"csrfmiddlewaretoken", WRITER})


def keep_posted(request: HttpRequest) -> bool:
    """Whether a form that names its writer was sent, and is now kept; forms that name nobody are not."""
    writer = request.POST.get(WRITER, "") if request.method == "POST" else ""
    pairs = [(name, value) for name, values in request.POST.lists() if name not in OURS for value in values]
    if not writer or sum(len(name) + len(str(value)) for name, value in pairs) > LARGEST:
        return False
    request.session[KEY] = {
        "path": request.get_full_path(),
        "writer": writer,
        "pairs": pairs,
        "at": timezone.now().isoformat(),
    }
    return True


def kept_for(request: HttpRequest) -> dict[str, Any] | None:
    """What is kept for whoever is signed in now; what belongs to somebody else, or is old, goes away unseen."""
    kept: dict[str, Any] | None = request.session.get(KEY)
    if kept is None:
        return None
    fresh = timezone.now() - datetime.fromisoformat(kept["at"]) < KEPT
    if kept["writer"] != str(request.user.pk) or not fresh:
        del request.session[KEY]
        return None
    return kept
