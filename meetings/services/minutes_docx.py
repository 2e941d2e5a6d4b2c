"""Minutes as a Word document for further editing: the same content, with styles, so that headings and tables are real ones."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Any

from forum.services.printable import BREAK_HERE
from meetings.services.minutes_content import PEOPLE, complete_content
from meetings.services.minutes_pdf import page_data

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from meetings.services.minutes_content import MinutesContent

LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def render_minutes_docx(content: MinutesContent | dict[str, Any]) -> bytes:
    """The minutes as DOCX. What is restricted in `content` shows number and neutral title; characters that XML forbids are described."""
    complete = complete_content(content)
    data = _unbroken(page_data(complete))
    document = plain_document(
        title=complete["title"],
        author=complete["organisation"],
        subject=complete["forum"],
        language=complete["language"],
        drawn_up_at=complete["drawn_up_at"],
        version=str(complete["version"]),
    )
    _head(document, data)
    _people(document, data)
    for item in data["items"]:
        _item(document, item, data["labels"])
    _tail(document, data)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _unbroken(value: Any) -> Any:
    """Without the places to break that the typesetter needs and Word shows as odd spaces."""
    if isinstance(value, str):
        return value.replace(BREAK_HERE, "")
    if isinstance(value, list):
        return [_unbroken(entry) for entry in value]
    if isinstance(value, dict):
        return {name: _unbroken(entry) for name, entry in value.items()}
    return value


def plain_document(*, title: str, author: str, subject: str, language: str, drawn_up_at: str, version: str) -> Document:
    """An empty A4 document with language, fonts and what the file says of itself; Word's own example author goes."""
    import docx  # noqa: PLC0415  (lxml is loaded only where a document is asked for)
    from docx.oxml.ns import qn  # noqa: PLC0415  (as above)
    from docx.shared import Cm, Pt  # noqa: PLC0415  (as above)

    document = docx.Document()
    defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    mark = defaults.find(qn("w:lang"))
    for name in ("w:val", "w:eastAsia"):
        mark.set(qn(name), LANGUAGES[language])
    for name, size in (("Normal", 11), ("Title", 22), ("Heading 1", 15), ("Heading 2", 12)):
        style = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    facts = document.core_properties
    facts.title, facts.author, facts.language = title, author, LANGUAGES[language]
    facts.comments, facts.subject, facts.version = "", subject, version
    facts.created = facts.modified = datetime.fromisoformat(drawn_up_at)
    facts.last_modified_by = author
    return document


def head_row(table: Any, words: list[str]) -> None:
    """Fills a table's first row, which is its head on every page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415  (as above)

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001  (the library has no name for it)
    _cells(table.rows[0], words)


def _head(document: Document, data: dict[str, Any]) -> None:
    labels = data["labels"]
    document.add_paragraph(data["organisation"], style="Subtitle")
    document.add_paragraph(f"{data['forum']}\n{data['title']}", style="Title")
    rows = [
        ("", data["state"]),
        ("", data["correction"]),
        (labels["time"], data["meeting"]["when"]),
        (labels["place"], data["meeting"]["place"]),
        (labels["paragraphs"], data["paragraph_span"]),
        (labels["quorum"], data["quorum"]),
        (labels["adjourned"], ", ".join(data["adjournments"])),
        (labels["approvers"], ", ".join(data["approvers"])),
        (labels["approval_place"], data["approval_place"]),
        (labels["corrections_by"], data["corrections_by"]),
    ]
    for label, value in rows:
        if value:
            _fact(document, label, value)


def _fact(document: Document, label: str, value: str) -> Paragraph:
    line = document.add_paragraph()
    if label:
        line.add_run(f"{label}: ").bold = True
    line.add_run(value)
    return line


def _people(document: Document, data: dict[str, Any]) -> None:
    """The attendance as a table whose first row is its head on every page."""
    labels = data["labels"]
    if not data["has_people"]:
        return
    document.add_heading(labels["attendance"], level=1)
    table = document.add_table(rows=1, cols=5)
    table.style = "Table Grid"
    head_row(table, [labels[key] for key in ("name", "role", "organisation", "attendance", "note")])
    for group in PEOPLE:
        word = labels["deciding"] if group == "present" and data["form"] == "formal" else labels[group]
        for person in data[group]:
            _cells(table.add_row(), [person["name"], person["role"], person["organisation"], word, person["note"]])


def _cells(row: Any, texts: list[str]) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        cell.text = text


def _blocks(document: Document, blocks: list[dict[str, Any]]) -> None:
    for block in blocks:
        if block["kind"] == "list":
            for line in block["lines"]:
                document.add_paragraph(line, style="List Bullet")
        else:
            document.add_paragraph("\n".join(block["lines"]))


def _item(document: Document, item: dict[str, Any], labels: dict[str, str]) -> None:
    mark = f"§ {item['paragraph']}" if item["paragraph"] else f"{item['number']}."
    document.add_heading(f"{mark} {item['title']}", level=1)
    if item["redacted"]:
        document.add_paragraph(labels["restricted_note"])
        return
    for label, value in (
        (labels["registry_number"], item["registry_number"]),
        (labels["presenter"], item["presenter"]),
    ):
        if value:
            _fact(document, label, value)
    if item["recusals"]:
        names = ", ".join(_who(person) for person in item["recusals"])
        _fact(document, labels["recusal"], f"{names}. {labels['recusal_note']}.")
    _blocks(document, item["follow_up"])
    _blocks(document, item["notes"])
    for motion in item["motions"]:
        document.add_heading(f"{labels['motion']} {_who(motion)}".strip(), level=2)
        _blocks(document, motion["text"])
        if motion["outcome"]:
            document.add_paragraph(motion["outcome"])
    for decision in item["decisions"]:
        _decision(document, decision, labels)
    for action in item["actions"]:
        document.add_heading(f"{labels['action']} {action['number']}".strip(), level=2)
        _blocks(document, action["text"])
        _fact(document, labels["owner"], action["owner"])
        _fact(document, labels["due"], action["due"])
    if item["immediate"]:
        document.add_paragraph(f"{labels['immediate']}, {item['immediate']}.")


def _who(person: dict[str, str]) -> str:
    return person["name"] if person["role"] in {"", person["name"]} else f"{person['name']} ({person['role']})"


def _decision(document: Document, decision: dict[str, Any], labels: dict[str, str]) -> None:
    document.add_heading(labels["decision"], level=2)
    _blocks(document, decision["text"])
    if decision["vote"]:
        _fact(document, labels["vote"], decision["vote"])
    _blocks(document, decision["procedure"])
    for reservation in decision["reservations"]:
        document.add_paragraph().add_run(labels["reservation"]).bold = True
        _blocks(document, reservation)


def _tail(document: Document, data: dict[str, Any]) -> None:
    labels = data["labels"]
    if data["appendices"]:
        document.add_heading(labels["appendices"], level=1)
        for row in data["appendices"]:
            document.add_paragraph(row, style="List Bullet")
    if data["next_meeting"]:
        document.add_heading(labels["next_meeting"], level=1)
        document.add_paragraph(data["next_meeting"])
    if data["support_lines"]:
        document.add_heading(labels["support_lines"], level=1)
        for row in data["support_lines"]:
            document.add_paragraph(row, style="List Bullet")
    if data["approvals"]:
        document.add_heading(labels["approval"], level=1)
        for approval in data["approvals"]:
            said = approval["approved_at"]
            words = f"{labels['approved_digitally']} {said}" if said else labels["not_yet_approved"]
            _fact(document, ", ".join(filter(None, [approval["name"], approval["role"]])), words)
