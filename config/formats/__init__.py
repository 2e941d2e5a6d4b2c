"""How dates and times are typed. Django's own lists take 3/4/2027 for the fourth of March, which nobody here means."""

from __future__ import annotations

from typing import Final

DAYS: Final = ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d/%m %Y", "%Y%m%d"]
TIMES: Final = ["%H:%M", "%H.%M", "%H:%M:%S", "%H", "%H%M"]
MOMENTS: Final = [f"{day} {time}" for day in DAYS for time in TIMES[:3]]
