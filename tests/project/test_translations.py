"""Swedish is complete and compiles."""

from __future__ import annotations

import polib
import pytest

from config import translations

SWEDISH = [path for path in translations.sources() if "/sv/" in str(path)]


@pytest.mark.parametrize("path", SWEDISH, ids=lambda path: path.parts[-5] if len(path.parts) > 4 else str(path))
def test_swedish_is_complete(path: object) -> None:
    file = polib.pofile(str(path))

    unfinished = [entry.msgid for entry in file if not entry.obsolete and (not entry.translated() or entry.fuzzy)]

    assert unfinished == []


def test_compiled_files_are_written_next_to_their_sources() -> None:
    translations.compile_all()

    assert [path for path in translations.sources() if not path.with_suffix(".mo").exists()] == []
