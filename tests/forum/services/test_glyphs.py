from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING

import pytest
import typst

from forum.services.glyphs import fallback_characters, font_files, own_characters

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """
#set document(title: "x")
#set text(font: ({}, "Libertinus Serif", "DejaVu Sans Mono"), weight: {})
#for word in json(bytes(sys.inputs.words)) [#word ]
"""


@pytest.mark.parametrize("face", ["Source Sans Pro", "Source Serif Pro"])
@pytest.mark.parametrize("weight", [400, 600])
def test_every_listed_character_is_drawn(tmp_path: Path, face: str, weight: int) -> None:
    for name, path in font_files().items():
        (tmp_path / f"{name}.otf").symlink_to(path)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(tmp_path)])
    words = [
        f"א{character}"
        if unicodedata.combining(character) and "\u0590" <= character < "\u0600"
        else f"ب{character}"
        if unicodedata.combining(character) and "\u0600" <= character < "\u0700"
        else character
        for character in sorted(fallback_characters() | own_characters())
        if unicodedata.category(character) not in {"Cc", "Cf"}
    ]
    pdf = typst.compile(
        SOURCE.format(json.dumps(face), weight).encode(),
        font_paths=fonts,
        sys_inputs={"words": json.dumps(words)},
        pdf_standards=["ua-1", "a-2a"],
        timestamp=0,
    )
    assert pdf.startswith(b"%PDF")


def test_swedish_is_drawn_by_our_own_faces() -> None:
    assert set("abcåäöÅÄÖéü§–—”’…•→✓☐€½0123456789") <= own_characters()
