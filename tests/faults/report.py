"""Demanded against seen, as a table."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH: Final = 58


@dataclass(frozen=True)
class Finding:
    """One line of the table."""

    what: str
    demanded: str
    seen: str
    holds: bool

    def line(self, width: int) -> str:
        return f"{'ok ' if self.holds else 'NOT'}  {self.what:<{width}}  {self.demanded}  |  {self.seen}"


def compared(what: str, demanded: object, seen: object) -> Finding:
    """A finding that holds when both are equal."""
    return Finding(what, str(demanded), str(seen), demanded == seen)


def machine() -> str:
    """Cores, memory, system and date, for the figures that depend on them."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    today = datetime.now(UTC).date()
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, Linux {platform.release()}, Python {platform.python_version()}, {today}"


def show(title: str, findings: Iterable[Finding]) -> list[Finding]:
    """Print a table, each line as soon as it is known; returns its lines."""
    sys.stdout.write(f"\n{title}\n")
    shown = []
    for row in findings:
        sys.stdout.write(f"{row.line(WIDTH)}\n")
        sys.stdout.flush()
        shown.append(row)
    return shown


def write_lines(path: Path, findings: Iterable[Finding]) -> None:
    """The same as rows of a Markdown table."""
    with path.open("a", encoding="utf-8") as file:
        file.writelines(f"| {row.what} | {row.demanded} | {row.seen} |\n" for row in findings)
