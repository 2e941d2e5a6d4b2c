"""Documents for archive and post: tagged PDF, PDF/UA-1 and PDF/A-2a at once, in our own typefaces."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typst

from forum.services.glyphs import font_files
from forum.services.printable import LONGEST_WORD, printable_text

if TYPE_CHECKING:
    from datetime import datetime

TEMPLATES: Final = Path(__file__).resolve().parent.parent / "templates" / "typst"
STANDARDS: Final[list[typst.PDFStandard]] = ["ua-1", "a-2a"]


REGIONS: Final = {"sv": "SE", "en": "GB"}
CHECKSUM_SHOWN: Final = 16
LONGEST_WORD_IN_CELL: Final = 26


class UndrawableError(Exception):
    """A text holds a character that the typesetter refuses; ask again with plainer text."""


def typeset(name: str, data: dict[str, Any], created: datetime, *, cells: frozenset[str] = frozenset()) -> bytes:
    """The document of the template `name`, which finds `data` as JSON in the input of that name; the same data give the same bytes.

    `created` (with offset) becomes the date of the PDF. No text makes it fail: what no font can draw is described in brackets.
    `cells`: keys whose texts stand in narrow columns. Source: ISO 14289-1 (PDF/UA-1), ISO 19005-2 level A (PDF/A-2a).
    """
    try:
        return _compiled(name, drawable(data, cells=cells), created)
    except UndrawableError:
        return _compiled(name, drawable(data, cells=cells, plainest=True), created)


def drawable(value: Any, *, cells: frozenset[str] = frozenset(), plainest: bool = False, key: str = "") -> Any:
    """The same with every text such as the typefaces have it, and with places to break in its long words."""
    if isinstance(value, str):
        longest = LONGEST_WORD_IN_CELL if key in cells else LONGEST_WORD
        return printable_text(value, longest_word=longest, plainest=plainest)
    if isinstance(value, list):
        return [drawable(one, cells=cells, plainest=plainest, key=key) for one in value]
    if isinstance(value, dict):
        return {name: drawable(one, cells=cells, plainest=plainest, key=name) for name, one in value.items()}
    return value


def short_checksum(checksum: str) -> str:
    """Its beginning, in groups, as it is shown on paper."""
    return " ".join(checksum[start : start + 4] for start in range(0, CHECKSUM_SHOWN, 4))


def _compiled(name: str, data: dict[str, Any], created: datetime) -> bytes:
    with tempfile.TemporaryDirectory(prefix="samverka-fonts-") as folder:
        for face, path in font_files().items():
            (Path(folder) / f"{face}.otf").symlink_to(path)
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
        try:
            return typst.compile(
                str(TEMPLATES / f"{name}.typ"),
                root=str(TEMPLATES),
                font_paths=fonts,
                sys_inputs={name: json.dumps(data)},
                pdf_standards=STANDARDS,
                timestamp=int(created.timestamp()),
            )
        except typst.TypstError as error:
            if "could not be displayed" in error.message or "codepoint" in error.message:
                raise UndrawableError(error.message) from error
            raise
