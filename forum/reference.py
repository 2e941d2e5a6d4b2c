"""Swedish municipalities and counties as facts (codes of Statistics Sweden, CC0), read once from files of this app."""

from __future__ import annotations

import csv
import unicodedata
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


def municipality_named(words: str) -> Municipality | None:
    """The municipality of that name, as it is written in full or in short: “Nyköpings kommun”, “Nyköping”."""
    return _by_name().get(words.strip().casefold().removesuffix(" stad"))


@cache
def _by_name() -> dict[str, Municipality]:
    full = {place.name.casefold(): place for place in municipalities().values()}
    short = {name.rsplit(" ", 1)[0]: place for name, place in full.items()}
    shorter = {name.removesuffix("s"): place for name, place in short.items()}
    return shorter | short | full


def municipality_of_domain(domain: str) -> Municipality | None:
    """Whose domain it looks like: strangnas.se, edu.nykoping.se. A guess for somebody to confirm; None where two would fit."""
    label = domain.casefold().removesuffix(".").split(".")[-2:][0]
    found = {place.code: place for name, place in _by_name().items() if _without_marks(name) == label}
    return next(iter(found.values())) if len(found) == 1 else None


def _without_marks(name: str) -> str:
    letters = unicodedata.normalize("NFD", name.split(" ", 1)[0] if name.endswith(("kommun", "stad")) else name)
    return "".join(letter for letter in letters if letter.isascii() and letter.isalnum())


@cache
def counties() -> dict[str, str]:
    """All 21, name by two-digit code."""
    with (DATA / "counties.csv").open(encoding="utf-8", newline="") as file:
        return {row["county_code"]: row["county_name"] for row in csv.DictReader(file)}
