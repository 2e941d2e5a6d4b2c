"""Compiles the translations (.po → .mo) without gettext; `python -m config.translations`.

The .mo files are not kept in the repository: `make`, the test run and the image's build make them.
"""

from __future__ import annotations

import os
from pathlib import Path

import polib

BASE_DIR = Path(__file__).resolve().parent.parent
FOLDERS = ("config", "forum", "meetings")


def sources() -> list[Path]:
    """Every .po file of ours."""
    return sorted(path for folder in FOLDERS for path in (BASE_DIR / folder).glob("locale/*/LC_MESSAGES/*.po"))


def compile_all() -> int:
    """Compile what is newer than its compiled form; returns how many files were written."""
    written = 0
    for source in sources():
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        draft = target.with_suffix(f".{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        written += 1
    return written


if __name__ == "__main__":
    compile_all()
