"""A meeting to log, and hands that count what they press."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlparse

from playwright.sync_api import expect

from config.processes import wait_until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Request

COUNCIL = "/forums/brottsforebyggande-radet/"
LINE = "#id_line"
NOTES = "#id_notes"
DAY = f"15/12 {datetime.now(tz=UTC).year + 1}"
DRAFTS = "Object.keys(localStorage).filter(key => key.startsWith('samverka:draft:')).length"
STATIC = ("/static/", "/favicon")


def meeting_to_log(page: Page, points: int) -> str:
    """The council's next meeting, with points added until it has as many; its address."""
    page.goto(COUNCIL)
    meeting: str = re.findall(r"/meetings/[0-9a-f-]{36}/", page.content())[0]
    page.goto(f"{meeting}log/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    missing = points - page.locator(".log section.item").count()
    for number in range(missing):
        sent: dict[str, str | float | bool] = {
            "csrfmiddlewaretoken": token,
            "add-title": f"Punkt som kom upp {number}",
            "add-kind": "discussion",
        }
        page.request.post(f"{meeting}log/items/", form=sent)
    return meeting


def take_up_again(page: Page, meeting: str) -> None:
    """Takes back what other tests answered, so that all points wait."""
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    page.goto(f"{meeting}log/")
    for point in page.locator(".log section.item").all():
        number = (point.get_attribute("id") or "").removeprefix("item-")
        sent: dict[str, str | float | bool] = {"csrfmiddlewaretoken": token, "only": "answer", "answer": ""}
        page.request.post(f"{meeting}log/items/{number}/", form=sent)
    page.goto(f"{meeting}log/")


def open_log(page: Page) -> str:
    """The council's next meeting with its first point open; the address."""
    meeting = meeting_to_log(page, 5)
    page.goto(f"{meeting}log/")
    first = page.locator(".log section.item").first.get_attribute("id") or ""
    page.goto(f"{meeting}log/?item={first.removeprefix('item-')}")
    expect(page.locator(LINE)).to_have_attribute("role", "combobox")
    return page.url


@dataclass
class Hands:
    """Types text for nothing; counts each key and click beside it, and the requests they cause."""

    page: Page
    presses: int = 0
    clicks: int = 0
    letters: int = 0
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", self._note)

    def _note(self, request: Request) -> None:
        path = urlparse(request.url).path
        if not path.startswith(STATIC):
            self.requests.append(f"{request.method} {path}")

    def write(self, text: str) -> None:
        self.letters += len(text)
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        """A chord counts each of its keys."""
        self.presses += key.count("+") + 1
        self.page.keyboard.press(key)

    def click(self, place: Locator) -> None:
        self.clicks += 1
        place.click()

    @property
    def beyond_the_text(self) -> int:
        return self.presses + self.clicks


def is_saved(page: Page) -> None:
    """Everything written has reached the server."""
    expect(page.locator("#saved:not(.waiting) .saved")).to_have_text(re.compile("^(Sparat|Saved) "))
    assert wait_until(lambda: not page.evaluate(DRAFTS), 60)  # the page's policy forbids to poll in the page
