"""Pages that show the demo's mail as its receivers see it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from config.demo.mailbox import mail_named, newest_mail

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

    from config.demo.mailbox import Mail

# A mail carries its style inline. It may neither run, load nor send anything.
MAIL_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation"
)


def _demo_alone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: str | int) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(request, **kwargs)

    return never_cache(require_safe(guarded))


def _mail(name: str) -> Mail:
    mail = mail_named(name)
    if mail is None:
        raise Http404
    return mail


@_demo_alone
def mail_list(request: HttpRequest) -> HttpResponse:
    """What was sent, newest first, to everybody or to one receiver (`?to=`)."""
    every = newest_mail()
    receiver = request.GET.get("to", "")
    shown = [mail for mail in every if not receiver or mail.receiver == receiver]
    receivers = sorted({mail.receiver for mail in every})
    return render(request, "demo/mail_list.html", {"mails": shown, "receivers": receivers, "receiver": receiver})


@_demo_alone
def mail_page(request: HttpRequest, *, name: str) -> HttpResponse:
    """One mail: as shown, as text, with its attachments and headers."""
    mail = _mail(name)
    context = {
        "mail": mail,
        "text": mail.words("plain"),
        "has_html": bool(mail.words("html")),
        "attachments": mail.attachments(),
    }
    return render(request, "demo/mail.html", context)


@_demo_alone
@xframe_options_sameorigin
def mail_html(_request: HttpRequest, *, name: str) -> HttpResponse:
    """The HTML version alone, under a policy of its own; its links open in the whole window."""
    page = _mail(name).words("html").replace("<head>", '<head><base target="_top">', 1)
    return HttpResponse(page, headers={"Content-Security-Policy": MAIL_POLICY, "Referrer-Policy": "no-referrer"})


@_demo_alone
def mail_attachment(_request: HttpRequest, *, name: str, number: int) -> HttpResponse:
    """One attached file, always to be saved."""
    parts = list(_mail(name).message.iter_attachments())
    if number >= len(parts):
        raise Http404
    part = parts[number]
    response = HttpResponse(part.get_payload(decode=True) or b"", content_type="application/octet-stream")
    safe = "".join(sign for sign in part.get_filename() or "file" if sign.isalnum() or sign in ".-_")
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    return response
