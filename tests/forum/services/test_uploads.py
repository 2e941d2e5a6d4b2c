"""What is taken as a document, and what is refused with clear words."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forum.errors import InvalidInputError
from forum.services.uploads import keep_upload, safe_file_name
from tests.factories.documents import PDF

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings


def package(*parts: str, mimetype: str = "") -> bytes:
    """A zip file with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for part in parts:
            file.writestr(part, "<x/>")
    return buffer.getvalue()


WORD = package("[Content_Types].xml", "word/document.xml")
ODT = package("content.xml", mimetype="application/vnd.oasis.opendocument.text")


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("Budget 2027.PDF", PDF, "application/pdf"),
        ("Plan.docx", WORD, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("Plan.odt", ODT, "application/vnd.oasis.opendocument.text"),
        ("karta.png", b"\x89PNG\r\n\x1a\n....", "image/png"),
        ("skolgård.jpeg", b"\xff\xd8\xff\xe0....", "image/jpeg"),
        ("frånvaro.csv", "Skola;Frånvaro\n".encode("cp1252"), "text/csv"),
    ],
)
def test_what_is_taken(store: Path, name: str, content: bytes, content_type: str) -> None:
    facts = keep_upload(SimpleUploadedFile(name, content, content_type="text/html"))

    assert (facts.content_type, facts.size) == (content_type, len(content))
    assert facts.checksum == hashlib.sha256(content).hexdigest()
    assert (store / facts.stored_as).read_bytes() == content


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("tom.pdf", b"", "empty_file"),
        ("stor.pdf", PDF + b"x" * 1024, "file_too_large"),
        ("program.exe", b"MZ", "file_kind"),
        ("bild.svg", b"<svg><script>alert(1)</script></svg>", "file_kind"),
        ("sida.html", b"<script>alert(1)</script>", "file_kind"),
        ("utan-ändelse", PDF, "file_kind"),
        (".pdf", PDF, "file_kind"),
        ("makron.docm", WORD, "file_kind"),
        ("gammal.doc", b"\xd0\xcf\x11\xe0", "file_kind"),
        ("egentligen.pdf", b"<html>%PDF-", "file_content"),
        ("egentligen.docx", PDF, "file_content"),
        ("egentligen.docx", ODT, "file_content"),
        ("egentligen.odt", WORD, "file_content"),
        ("egentligen.txt", b"\x7fELF\0\0", "file_content"),
        ("trasig.xlsx", b"PK\x03\x04 and nothing more", "file_content"),
        ("makron.docx", package("word/document.xml", "word/vbaProject.bin"), "invalid"),
    ],
)
def test_what_is_refused(store: Path, settings: Settings, name: str, content: bytes, code: str) -> None:
    settings.DOCUMENT_MAX_BYTES = 1024

    with pytest.raises(InvalidInputError) as refused:
        keep_upload(SimpleUploadedFile(name, content))

    assert (refused.value.code, refused.value.field) == (code, "file")
    assert not store.exists()


def test_a_package_of_too_many_parts_is_refused(store: Path) -> None:
    bomb = package("word/document.xml", *[f"word/{number}" for number in range(5_001)])

    with pytest.raises(InvalidInputError) as refused:
        keep_upload(SimpleUploadedFile("bomb.docx", bomb))

    assert refused.value.code == "file_content"


def test_the_store_knows_nothing_of_the_senders_name(store: Path) -> None:
    facts = keep_upload(SimpleUploadedFile("../../etc/passwd\r\nX-Evil: 1.pdf", PDF))

    assert facts.file_name == "passwd X-Evil_ 1.pdf"
    kept = [path for path in store.rglob("*") if path.is_file()]
    assert [path.relative_to(store).as_posix() for path in kept] == [facts.stored_as]
    assert kept[0].stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\anna\\Åtgärdsplan.pdf", "Åtgärdsplan.pdf"),
        ("a\u202egnp.exe.pdf", "agnp.exe.pdf"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
        ('Frågor: "svar"?.pdf', "Frågor_ _svar__.pdf"),
        ("A\u030artal.pdf", "Årtal.pdf"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert safe_file_name(given) == kept
