"""A report as a Word document to go on with; charts are their tables there. The same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

from meetings.services.minutes_docx import head_row, plain_document

if TYPE_CHECKING:
    from docx.document import Document

    from meetings.services.reporting.shape import Block, ReportContent

EARLIEST: Final = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip file knows


def render_report_docx(content: ReportContent) -> bytes:
    """The report as DOCX: real headings, lists and tables with repeated heads."""
    document = plain_document(
        title=content["title"],
        author=content["organisation"],
        subject=content["subject"],
        language=content["language"],
        drawn_up_at=content["drawn_up_at"],
        version=str(content["number"]),
    )
    _head(document, content)
    for section in content["sections"]:
        document.add_heading(_plain(section["title"]), level=1)
        for block in section["blocks"]:
            _block(document, block)
        if not section["blocks"] and not section["words"]:
            document.add_paragraph(content["labels"]["nothing"])
        if section["words"]:
            document.add_heading(content["labels"]["own_words"], level=2)
            _paragraphs(document, section["words"])
    return _same_bytes(document)


def _head(document: Document, content: ReportContent) -> None:
    labels = content["labels"]
    document.add_paragraph(_plain(content["organisation"]), style="Subtitle")
    document.add_paragraph(_plain(content["title"]), style="Title")
    facts = (
        ("", content["kind_words"]),
        (labels["about"], content["subject"]),
        (labels["period"], content["period"]),
        (labels["as_of"], content["as_of"]),
        ("", content["state"]),
    )
    for label, value in facts:
        line = document.add_paragraph()
        if label:
            line.add_run(f"{label}: ").bold = True
        line.add_run(_plain(value))


def _block(document: Document, block: Block) -> None:
    if block["kind"] in {"table", "chart"}:
        _table(document, block)
        return
    if block["kind"] == "entry":
        document.add_heading(_plain(f"{block['title']} ({block['state']})"), level=2)
    if block["kind"] == "list":
        for line in block["lines"]:
            document.add_paragraph(_plain(line), style="List Bullet")
        return
    _paragraphs(document, " ".join(block["sentences"]))


def _table(document: Document, block: Block) -> None:
    document.add_paragraph(_plain(block["caption"]), style="Caption")
    table = document.add_table(rows=1, cols=len(block["head"]))
    table.style = "Table Grid"
    head_row(table, block["head"])
    for row in block["rows"]:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = _plain(words)
    document.add_paragraph()


def _paragraphs(document: Document, words: str) -> None:
    for paragraph in filter(str.strip, words.split("\n\n")):
        document.add_paragraph(_plain(paragraph))


def _plain(value: str) -> str:
    """Without the control characters that XML forbids."""
    return "".join(sign for sign in value if sign >= " " or sign in "\n\t")


def _same_bytes(document: Any) -> bytes:
    """The package with its parts in order and no clock in it."""
    written, file = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as package, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as steady:
        for name in sorted(package.namelist(), key=lambda part: (part != "[Content_Types].xml", part)):
            facts = zipfile.ZipInfo(name, EARLIEST)
            facts.compress_type = zipfile.ZIP_DEFLATED
            steady.writestr(facts, package.read(name))
    return file.getvalue()
