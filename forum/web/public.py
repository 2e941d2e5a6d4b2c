"""What every page without sign-in has: the same bytes for everybody, a validator, a choice of language without a session."""

from __future__ import annotations

import hashlib
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import HttpResponseRedirect
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

P = ParamSpec("P")


def public_page(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """A page that caches may keep but must ask about each time, so that what is withdrawn is gone at once.

    `?language=en` remembers the choice in a cookie and goes on. Whoever is signed in sees what everybody sees. In the demo, whose strip
    carries forms of its own, nothing is kept.
    """

    @wraps(view)
    def shown(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if (language := request.GET.get("language", "")) in dict(settings.LANGUAGES):
            return _remember(request, language)
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        if settings.DEMO and response["Content-Type"].startswith("text/html"):
            response["Cache-Control"] = "private, no-store"
            return response
        response["Cache-Control"] = "public, no-cache"
        if response.status_code != 200:
            return response
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        return get_conditional_response(request, etag=response["ETag"], response=response) or response

    wrapped: Any = require_safe(shown)
    return cast("Callable[Concatenate[HttpRequest, P], HttpResponseBase]", wrapped)


def _remember(request: HttpRequest, language: str) -> HttpResponse:
    rest = request.GET.copy()
    del rest["language"]
    response = HttpResponseRedirect(request.path + (f"?{rest.urlencode()}" if rest else ""))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=request.is_secure())
    response["Cache-Control"] = "private, no-store"
    return response
