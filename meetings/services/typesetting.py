"""Documents for archive and post: tagged PDF, PDF/UA-1 and PDF/A-2a at once, in our own typefaces."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import typst

from forum.services.glyphs import font_files

if TYPE_CHECKING:
    from datetime import datetime

TEMPLATES: Final = Path(__file__).resolve().parent.parent / "templates" / "typst"
STANDARDS: Final[list[typst.PDFStandard]] = ["ua-1", "a-2a"]


class UndrawableError(Exception):
    """A text holds a character that the typesetter refuses; ask again with plainer text."""


def typeset(name: str, data: dict[str, Any], created: datetime) -> bytes:
    """The document of the template `name`, which finds `data` as JSON in the input of that name; the same data give the same bytes.

    `created` (with offset) becomes the date of the PDF. Raises `UndrawableError`.
    Source: ISO 14289-1 (PDF/UA-1), ISO 19005-2 level A (PDF/A-2a).
    """
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
