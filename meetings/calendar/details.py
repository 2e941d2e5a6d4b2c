"""Video link and description of an entry: read only where somebody asked for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from meetings.calendar.lines import DETAILS
from meetings.calendar.values import unescape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meetings.calendar.components import Component

LONGEST_LINK: Final = 1_000
LONGEST_DESCRIPTION: Final = 5_000
_NAMED: Final = sorted(DETAILS - {"DESCRIPTION", "URL"})
_LINK: Final = re.compile(r"https://[^\s<>\"'\\^`{|}]{4,1000}")
_VIDEO: Final = re.compile(
    r"https://(?:[\w-]+\.)*(?:teams\.(?:microsoft|live)\.com|meet\.google\.com|zoom\.us|webex\.com|whereby\.com|gotomeeting\.com"
    r"|skype\.com|bluejeans\.com|meet\.jit\.si|compodium\.se|vidyo\.com)/",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Details:
    """Where one takes part remotely, and the text of the invitation; empty where there is none."""

    link: str = ""
    description: str = ""


def read_details(component: Component) -> Details:
    """Return them; a link outside the fields for it counts where it leads to a known video service."""
    text = unescape(component.text("DESCRIPTION")).strip()[:LONGEST_DESCRIPTION]
    links = [*_named(component), *(link for link in _written(component, text) if _VIDEO.match(link))]
    return Details(next((link for link in links if len(link) <= LONGEST_LINK), ""), text)


def _named(component: Component) -> Iterator[str]:
    for name in _NAMED:
        for line in component.all(name):
            yield from _LINK.findall(line.value)


def _written(component: Component, text: str) -> Iterator[str]:
    for words in (unescape(component.text("LOCATION")), component.text("URL"), text):
        yield from (link.rstrip(".,;:)]") for link in _LINK.findall(words))
