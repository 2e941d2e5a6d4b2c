from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

if TYPE_CHECKING:
    from django.http import HttpResponseBase
    from django.test import Client


class Pages:
    """Posts forms as a signed-in browser does, from many threads: each of Django's own test clients listens to what all of them render."""

    def __init__(self, browser: Client) -> None:
        self.handler = WSGIHandler()
        self.cookies = browser.cookies

    def post(self, address: str, data: dict[str, Any]) -> HttpResponseBase:
        factory = RequestFactory()
        factory.cookies = self.cookies
        request: Any = factory.post(address, data)
        request._dont_enforce_csrf_checks = True
        return self.handler.get_response(request)
