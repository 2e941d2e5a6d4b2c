"""Days as they are typed, and forms that are sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Page

STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")


def day(ahead: int) -> str:
    """So many days from today, as forms want it."""
    return f"{datetime.now(tz=STOCKHOLM) + timedelta(days=ahead):%Y-%m-%d}"


def save(page: Page) -> None:
    """Presses the first form's own button."""
    with page.expect_navigation():
        page.locator("#main form:not(.row) button[type=submit]").first.click()


def press(page: Page, verb: str) -> None:
    """Presses the button of the form that leads there, and waits for the page that answers."""
    with page.expect_navigation():
        page.locator(f"form[action$='/{verb}/'] button").click()


def file(name: str, mime: str, *lines: str) -> FilePayload:
    """A file to send, its lines as programs on Windows end them."""
    return {"name": name, "mimeType": mime, "buffer": "\r\n".join([*lines, ""]).encode()}
