from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont

from config.fonts import FOLDER, build_web_fonts

if TYPE_CHECKING:
    from pathlib import Path

FACES = ["sans-400", "sans-600", "serif-400", "serif-600"]


def test_committed_fonts_are_what_the_module_makes(tmp_path: Path) -> None:
    made = {path.name: path.read_bytes() for path in build_web_fonts(tmp_path)}
    assert made == {name: (FOLDER / name).read_bytes() for name in made}
    assert sorted(made) == ["OFL.txt", *(f"{face}.woff2" for face in FACES)]


@pytest.mark.parametrize("face", FACES)
def test_font_has_its_own_name_and_the_letters_of_the_pages(face: str) -> None:
    with TTFont(FOLDER / f"{face}.woff2") as font:
        names = {record.nameID: str(record) for record in font["name"].names}
        letters = set(map(chr, font.getBestCmap()))
    assert names[1] == ("Samverka Sans" if face.startswith("sans") else "Samverka Serif")
    assert [number for number in (1, 2, 3, 4, 6) if "Source" in names[number]] == []
    assert set("abcåäöÅÄÖéüß§–—”’…•→←✓0123456789€½−×łđğšņ") - letters == set()
