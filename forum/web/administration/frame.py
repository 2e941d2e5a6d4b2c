"""What the pages of administration share: only administrators, and one way of finding back."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, cast

from django.urls import reverse
from django.utils.translation import gettext as _

from forum.policies import can_administer
from forum.web.acting import require, signed_in
from forum.web.actor import actor_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")


def administrators_only(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """403 for everybody else who is signed in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        require(can_administer(actor_of(request)))
        return view(request, *args, **kwargs)

    return signed_in(cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded))


def way(name: str = "", label: str = "") -> list[tuple[str, str]]:
    """Crumbs from the first page of administration."""
    steps = [(_("Administration"), reverse("administration"))]
    return [*steps, (label, reverse(name))] if name else steps
