"""When points come up at the meetings of a forum, and where one person can't be in time for two of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence
    from datetime import date, datetime

WAY: Final = timedelta(minutes=30)


@dataclass(frozen=True)
class Date:
    """A meeting of a forum: `day` is its day in the forum's zone."""

    starts_at: datetime
    day: date


@dataclass(frozen=True)
class Rhythm:
    """When a point is to come up: `every` = every n-th meeting, 0 = once; `latest`: start of the last meeting that has or had it."""

    every: int
    latest: datetime | None = None
    first: date | None = None
    last: date | None = None

    def runs_on(self, day: date) -> bool:
        """Whether the point's time has begun and is not over."""
        return (self.first is None or self.first <= day) and (self.last is None or self.last >= day)


def turns(dates: Sequence[Date], rhythm: Rhythm, now: datetime) -> list[Date]:
    """Return the dates ahead at which the point comes up; `dates` in their order, with those since `latest`.

    A turn that was missed is taken at the next date at once.
    """
    found = [one for one in dates if one.starts_at == rhythm.latest and one.starts_at >= now]
    after = [one for one in dates if rhythm.latest is None or one.starts_at > rhythm.latest]
    if rhythm.latest is not None and not rhythm.every:
        return found
    place = 0 if rhythm.latest is None else rhythm.every - 1
    while place < len(after):
        one = after[place]
        if one.starts_at < now or not rhythm.runs_on(one.day):
            place += 1
            continue
        found.append(one)
        if not rhythm.every:
            break
        place += rhythm.every
    return found


class Clash(StrEnum):
    """Why two meetings can't both be attended by the same person."""

    SAME_TIME = "same_time"
    SHORT_OF_TIME = "short_of_time"


@dataclass(frozen=True)
class Attended:
    """A meeting at which somebody presents."""

    key: Hashable
    starts_at: datetime
    ends_at: datetime
    place: str = ""


def clashes(attended: Sequence[Attended]) -> dict[Hashable, list[tuple[Hashable, Clash]]]:
    """Return by meeting the others that overlap with it, or are at another place with less than half an hour between."""
    found: dict[Hashable, list[tuple[Hashable, Clash]]] = {}
    running: list[Attended] = []
    for one in sorted(attended, key=lambda each: (each.starts_at, each.ends_at)):
        running = [other for other in running if other.ends_at + WAY > one.starts_at]
        for other in running:
            if other.key != one.key and (clash := _between(other, one)):
                found.setdefault(other.key, []).append((one.key, clash))
                found.setdefault(one.key, []).append((other.key, clash))
        running.append(one)
    return found


def _between(earlier: Attended, later: Attended) -> Clash | None:
    if earlier.ends_at > later.starts_at:
        return Clash.SAME_TIME
    elsewhere = not earlier.place or earlier.place.casefold() != later.place.casefold()
    return Clash.SHORT_OF_TIME if elsewhere else None
