"""Swedish is complete and compiles."""

from __future__ import annotations

import polib
import pytest
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import override

from config import translations

SWEDISH = [path for path in translations.sources() if "/sv/" in str(path)]


@pytest.mark.parametrize("path", SWEDISH, ids=lambda path: path.parts[-5] if len(path.parts) > 4 else str(path))
def test_swedish_is_complete(path: object) -> None:
    file = polib.pofile(str(path))

    unfinished = [entry.msgid for entry in file if not entry.obsolete and (not entry.translated() or entry.fuzzy)]

    assert unfinished == []


def test_none_of_ours_stands_in_the_way_of_djangos_days_and_months() -> None:
    """The same msgid would change the days in every date: “klart senast Måndag”."""
    with override("en"):
        named = {str(name) for name in [*WEEKDAYS.values(), *MONTHS.values()]}

    assert named & {entry.msgid for path in SWEDISH for entry in polib.pofile(str(path)) if not entry.obsolete} == set()


def test_compiled_files_are_written_next_to_their_sources() -> None:
    translations.compile_all()

    assert [path for path in translations.sources() if not path.with_suffix(".mo").exists()] == []
