"""The one shape of all reports: sections of blocks. What is in it is words; pages, PDF and DOCX only set it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NotRequired, TypedDict

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

MOST_BARS: Final = 12
LONGEST_LABEL: Final = 30


class Bar(TypedDict):
    """One bar of a chart: `value` out of `of`, and how that is said."""

    label: str
    value: int
    of: int
    words: str


class Block(TypedDict):
    """`text`: sentences of a paragraph. `entry`: something with a title and a state. `list`. `table`: first column heads the row.
    `chart`: bars, with the table beside them."""

    kind: str
    sentences: NotRequired[list[str]]
    title: NotRequired[str]
    state: NotRequired[str]
    lines: NotRequired[list[str]]
    caption: NotRequired[str]
    head: NotRequired[list[str]]
    rows: NotRequired[list[list[str]]]
    bars: NotRequired[list[Bar]]
    said: NotRequired[str]


class Section(TypedDict):
    """`words`: what the writers added in their own words."""

    key: str
    title: str
    blocks: list[Block]
    words: str


class ReportContent(TypedDict):
    """A whole report, in words of its language. `number` 0: a draft. `drawn_up_at` (with offset) dates the files."""

    kind: str
    language: str
    title: str
    kind_words: str
    organisation: str
    subject: str
    period: str
    as_of: str
    number: int
    state: str
    drawn_up_at: str
    labels: dict[str, str]
    sections: list[Section]


def section(key: str, title: str, *blocks: Block | None) -> Section:
    return Section(key=key, title=title, blocks=[block for block in blocks if block], words="")


def text(*sentences: str) -> Block | None:
    said = [sentence for sentence in sentences if sentence]
    return Block(kind="text", sentences=said) if said else None


def entry(title: str, state: str, sentences: Iterable[str]) -> Block:
    return Block(kind="entry", title=title, state=state, sentences=[one for one in sentences if one])


def bullets(lines: Iterable[str]) -> Block | None:
    said = [line for line in lines if line]
    return Block(kind="list", lines=said) if said else None


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Block | None:
    cells = [[str(cell) or "–" for cell in row] for row in rows]
    return Block(kind="table", caption=caption, head=list(head), rows=cells) if cells else None


def chart(caption: str, bars: Iterable[Bar], head: Sequence[str], rows: Iterable[Sequence[str]]) -> Block | None:
    """Bars, the first dozen of them, with the whole table beside; `said` tells what the picture shows."""
    beside = table(caption, head, rows)
    shown = [bar for bar in bars if bar["of"]][:MOST_BARS]
    if beside is None or not shown:
        return beside
    said = "; ".join(f"{bar['label']}: {bar['words']}" for bar in shown) + "."
    return Block(**{**beside, "kind": "chart", "bars": shown, "said": said})


def bar(label: str, value: int, of: int, words: str = "") -> Bar:
    return Bar(
        label=label, value=min(value, of), of=of, words=words or _("%(value)d of %(of)d") % {"value": value, "of": of}
    )


def on_day(day: date | datetime | None) -> str:
    """10 november 2026; an aware moment in the time zone of the installation."""
    if day is None:
        return ""
    return date_format(timezone.localdate(day) if isinstance(day, datetime) else day, "j F Y")


def figure(value: Any) -> str:
    return "" if value is None else number_format(value.normalize() if hasattr(value, "normalize") else value)


def report_labels() -> dict[str, str]:
    """The fixed words, frozen with the content."""
    return {
        "period": _("Period"),
        "as_of": _("As of"),
        "about": _("About"),
        "organisation": _("Organisation"),
        "edition": _("Edition"),
        "checksum": _("Checksum"),
        "page": _("Page {page} of {pages}"),
        "own_words": _("In our own words"),
        "nothing": _("There is nothing to tell here yet."),
    }
