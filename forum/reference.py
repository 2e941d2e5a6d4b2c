"""Swedish municipalities and counties as facts (codes of Statistics Sweden, CC0), read once from files of this app."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Municipality:
    code: str
    name: str
    county_code: str


@cache
def municipalities() -> dict[str, Municipality]:
    """All 290, by four-digit code."""
    with (DATA / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["municipality_code"]: Municipality(
                row["municipality_code"], row["municipality_name"], row["county_code"]
            )
            for row in csv.DictReader(file)
        }


@cache
def counties() -> dict[str, str]:
    """All 21, name by two-digit code."""
    with (DATA / "counties.csv").open(encoding="utf-8", newline="") as file:
        return {row["county_code"]: row["county_name"] for row in csv.DictReader(file)}
