"""After signing in again: what was written before stands here, and is sent on by one press."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from forum.web.acting import signed_in
from forum.web.kept import KEY, kept_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class SentOn(HttpResponseRedirect):
    """The same form to the address that it was meant for (RFC 9110, 15.4.8)."""

    status_code = 307


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def kept_page(request: HttpRequest) -> HttpResponse:
    kept = kept_for(request)
    if kept is None:
        return HttpResponseRedirect("/")
    if request.method == "POST":
        del request.session[KEY]
        return SentOn(kept["path"])
    texts = [value for _name, value in kept["pairs"] if " " in value.strip()]
    return render(request, "forum/kept.html", {"pairs": kept["pairs"], "texts": texts})
