"""How a page acts: GET shows, POST calls one service, then redirects with a word on what happened.

@signed_in
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    forum = find(Forum.objects.visible_to(actor_of(request)), slug=slug)   # stranger: 404
    require(can_change_settings(actor_of(request), forum))                 # reader: 403
    form = ForumForm(posted(request), initial=…)
    if attempt(request, form, lambda data: update_forum(forum_id=forum.pk, **data)):
        return done(request, _("The settings are saved."), to)
    return show(request, "forum/settings.html", form, forum=forum)         # 200, 422 or 409
"""

from __future__ import annotations

from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from redis.exceptions import RedisError

from forum.errors import DomainError, NotAllowedError
from forum.web.kept import keep_posted

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.paginator import Page
    from django.http import QueryDict
    from django.utils.functional import _StrOrPromise

    from forum.web.forms import ServiceForm

P = ParamSpec("P")
M = TypeVar("M", bound=models.Model)
R = TypeVar("R", bound=HttpResponseBase)
REMEMBERED = 3600
ROWS = 25


def signed_in(
    view: Callable[Concatenate[HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R]:
    """Asks whoever is not signed in to do so and come back; nothing behind it is kept by browsers or proxies."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> R | HttpResponse:
        if not request.user.is_authenticated and request.headers.get("HX-Request"):
            return HttpResponse(status=401)  # the page keeps what was typed and asks its reader to sign in
        if not request.user.is_authenticated and keep_posted(request):
            return redirect_to_login(reverse("kept"))
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    wrapped: Any = never_cache(guarded)
    return cast("Callable[Concatenate[HttpRequest, P], R]", wrapped)


def find(rows: models.QuerySet[M], **lookup: Any) -> M:
    """The row among those that the reader may see; 404 for all others, whether they exist or not."""
    return get_object_or_404(rows, **lookup)


def require(allowed: bool) -> None:  # noqa: FBT001  (reads as a sentence: require(can_edit(…)))
    """403 for who may read this but not do that."""
    if not allowed:
        raise PermissionDenied


def posted(request: HttpRequest) -> QueryDict | None:
    """What was typed, for a form's first argument; None when the page is only looked at. An empty form that was sent is sent."""
    return request.POST if request.method == "POST" else None


def attempt(request: HttpRequest, form: ServiceForm, act: Callable[[dict[str, Any]], Any]) -> bool:
    """Whether the form was posted, is right and the service did it; else the form knows why, with what was typed.

    `act` gets the cleaned data without the key `once`; its answer is `form.result`. A form posted twice acts once, unless
    the first press failed, and where somebody saved the very same meanwhile there is nothing left to do.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    data = dict(form.cleaned_data)
    key = f"once:{request.user.pk}:{once}" if (once := data.pop("once", None)) else ""
    if not _claim(key):
        return True
    try:
        form.result = act(data)
    except NotAllowedError as error:
        raise PermissionDenied(str(error)) from error
    except DomainError as error:
        _release(key)
        form.take(error)
    except Exception:
        _release(key)
        raise
    return not form.conflict and not form.errors


def _claim(key: str) -> bool:
    """Whether this is the first press; without Redis every press counts as one, since saving matters more."""
    try:
        return not key or bool(cache.add(key, 1, REMEMBERED))
    except RedisError:
        return True


def _release(key: str) -> None:
    with suppress(RedisError):
        if key:
            cache.delete(key)


def act_or_show(
    request: HttpRequest,
    form: ServiceForm,
    act: Callable[[dict[str, Any]], Any],
    message: _StrOrPromise,
    to: str,
    otherwise: Callable[[], HttpResponse],
) -> HttpResponse:
    """For a form of its own: acts and goes on, or shows the page again with what was typed and why not."""
    return done(request, message, to) if attempt(request, form, act) else otherwise()


def act_at_once(request: HttpRequest, act: Callable[[], object], message: _StrOrPromise, to: str) -> HttpResponse:
    """For a single button: acts and goes on, or goes back and says why not."""
    try:
        act()
    except NotAllowedError as error:
        raise PermissionDenied(str(error)) from error
    except DomainError as error:
        messages.error(request, str(error.message))
        return HttpResponseRedirect(to)
    return done(request, message, to)


def done(request: HttpRequest, message: _StrOrPromise, to: str) -> HttpResponse:
    """On to another page, which first says what happened."""
    messages.success(request, str(message))
    return HttpResponseRedirect(to)


def show(request: HttpRequest, template: str, form: ServiceForm | None = None, **context: Any) -> HttpResponse:
    """The page, with the status that its form has earned."""
    return render(request, template, {"form": form, **context}, status=form.status if form else 200)


def version_of(request: HttpRequest) -> int | None:
    """The version that a single button carries; None when it carries none or rubbish."""
    raw = request.POST.get("version", "")
    return int(raw) if raw.isdecimal() and len(raw) < 10 else None


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The address in `next`, when it is one of ours."""
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else otherwise


def page_of(request: HttpRequest, rows: Any, *, size: int = ROWS) -> Page[Any]:
    """The page that the address asks for; the nearest one when there is no such page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
