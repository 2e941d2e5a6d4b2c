"""What must hold: for a large installation in milliseconds of the processor's time, and against one a tenth its size as a ratio."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bench.generator import Size
from bench.plans import with_large_plan
from bench.probes import Probe, coverage_of_many, page, propose_to_all, release_many, resource

SMALL: Final = Size(forums=50, busy_meetings=50, busy_actions=200)
LARGE: Final = Size(forums=500, busy_meetings=500, busy_actions=2000)


@dataclass(frozen=True)
class Limit:
    """`ratio` bounds large against small; `statements` of SQL must be the same for both unless `grows`."""

    name: str
    probe: Probe
    milliseconds: float
    ratio: float = 3.0
    kib: float = 0.0  # 0 = not bounded
    grows: bool = False


LIMITS: Final = (
    Limit("start page", page("/"), 200),
    Limit("forum page, 500 meetings, 2,000 actions", page("/forums/{busy}/"), 200, kib=100),
    Limit("past meetings of a forum", page("/forums/{busy}/meetings/"), 200),
    Limit("meeting page", page("/meetings/{meeting}/"), 200),
    Limit("logging page", page("/meetings/{meeting}/log/"), 200),
    Limit("action list", page("/actions/"), 200),
    Limit("action page", page("/actions/{action}/"), 200),
    Limit("topic page", page("/topics/{topic}/", "coordinator"), 150, ratio=10),
    Limit(
        "coverage of 500 forums × 24 months", page("/topics/{topic}/coverage/?span=24", "coordinator"), 150, ratio=10
    ),
    Limit("coverage of 2,000 forums × 24 months", coverage_of_many, 300, ratio=10),
    Limit("breaks of 10,000 measures, 100,000 actions", with_large_plan("/topics/{topic}/plan/breaks/"), 500),
    Limit("chain of 10,000 measures", with_large_plan("/topics/{topic}/plan/chain/"), 300),
    Limit("my presentations, all topics", page("/presentations/?whose=all", "coordinator"), 300, ratio=12),
    Limit("search, a few hits in 50,000 points", page("/search/?q=underlag+199"), 100),
    Limit("search, a word in every point", page("/search/?q=punkt"), 500, ratio=12),
    Limit("API: meetings", resource("/api/v1/meetings"), 200),
    Limit("API: agenda items", resource("/api/v1/agenda-items"), 200),
    Limit("API: action items", resource("/api/v1/action-items"), 200),
    Limit("API: changes", resource("/api/v1/changes"), 200),
    Limit("propose to 500 forums", propose_to_all, 3000, ratio=12, grows=True),
    Limit("release 500 reminders", release_many, 3000, ratio=1.5),
)
