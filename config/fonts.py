"""Cuts the web fonts to what the pages use: `python -m config.fonts` writes config/static/site/fonts/*.woff2 anew.

The files are committed, so that running needs no build; the same packages give the same bytes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from forum.services.glyphs import font_files

FOLDER: Final = Path(__file__).resolve().parent / "static" / "site" / "fonts"
FAMILIES: Final = {"sans": "Samverka Sans", "serif": "Samverka Serif"}
STYLES: Final = {"400": "Regular", "600": "SemiBold"}
FEATURES: Final = ("kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum", "pnum")
# Latin with all of Europe's and Vietnam's letters, punctuation, currencies, arrows and the signs of the pages.
UNICODES: Final = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x192, 0x218, 0x219, 0x21A, 0x21B, 0x1E9E, 0x2C6, 0x2C7, 0x2D8, 0x2D9, 0x2DA, 0x2DB, 0x2DC, 0x2DD),
    *range(0x300, 0x30D),
    *range(0x1EA0, 0x1EFA),
    *range(0x2010, 0x2027),
    *(0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116, 0x2122),
    *range(0x2190, 0x219A),
    *(0x2212, 0x2215, 0x2248, 0x2260, 0x2264, 0x2265, 0x25CF, 0x2610, 0x2611, 0x2713),
)
# Name records: 0 copyright, 7 trademark, 13 licence and 14 its address stay as they are.
NAMES_KEPT: Final = (0, 7, 13, 14)


def build_web_fonts(folder: Path = FOLDER) -> list[Path]:
    """Writes the four faces and the licence; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, source in font_files().items():
        target = folder / f"{name}.woff2"
        _cut(source, target, *name.split("-"))
        written.append(target)
    licence = folder / "OFL.txt"
    licence.write_text(_licence(), encoding="utf-8")
    return [*written, licence]


def _licence() -> str:
    """One licence text below the copyright lines of both families."""
    sans, serif = (
        (font_files()[name].parent / "LICENSE.txt").read_text(encoding="utf-8") for name in ("sans-400", "serif-400")
    )
    return f"{serif.splitlines()[0]}\n{sans}"


def _cut(source: Path, target: Path, family: str, weight: str) -> None:
    options = Options(
        flavor="woff2", layout_features=list(FEATURES), name_IDs=list(NAMES_KEPT), notdef_outline=True, hinting=False
    )
    with TTFont(source, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=UNICODES)
        subsetter.subset(font)
        _rename(font, FAMILIES[family], STYLES[weight])
        font.flavor = "woff2"
        font.save(target)


def _rename(font: TTFont, family: str, style: str) -> None:
    """New names throughout: the licence reserves "Source" for the originals (OFL 1.1, condition 3)."""
    postscript = f"{family.replace(' ', '')}-{style}"
    names = {1: family, 2: style, 3: postscript, 4: f"{family} {style}", 6: postscript}
    for name_id, value in names.items():
        font["name"].setName(value, name_id, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        top = cff.topDictIndex[0]
        top.FullName, top.FamilyName = f"{family} {style}", family


if __name__ == "__main__":
    for path in build_web_fonts():
        print(f"{path.name}: {path.stat().st_size} bytes")  # noqa: T201 (a command for the terminal)
