"""When points come up at the meetings of a forum, and where one person can't be in time for two of them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from datetime import date

Moment = TypeVar("Moment", datetime, float)  # seconds since 1970 where there are thousands
WAY: Final = timedelta(minutes=30)


@dataclass(frozen=True)
class Rhythm(Generic[Moment]):
    """When a point is to come up: `every` = every n-th meeting, 0 = once; `latest`: start of the last meeting that has or had it."""

    every: int
    latest: Moment | None = None
    first: date | None = None
    last: date | None = None

    def runs_on(self, day: date) -> bool:
        """Whether the point's time has begun and is not over."""
        return (self.first is None or self.first <= day) and (self.last is None or self.last >= day)


def turns(
    starts: Sequence[Moment], rhythm: Rhythm[Moment], now: Moment, day_of: Callable[[Moment], date]
) -> list[Moment]:
    """Return the meetings ahead at which the point comes up; `starts` in their order, with those since `latest`.

    A turn that was missed is taken at the next meeting at once. `day_of`: a meeting's day in its forum's zone.
    """
    found: list[Moment] = []
    place = 0
    if rhythm.latest is not None:
        past = bisect_right(starts, rhythm.latest)
        found = [one for one in starts[max(past - 1, 0) : past] if one == rhythm.latest and one >= now]
        if not rhythm.every:
            return found
        place = past + rhythm.every - 1
    while place < len(starts):
        one = starts[place]
        if one < now or not rhythm.runs_on(day_of(one)):
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
