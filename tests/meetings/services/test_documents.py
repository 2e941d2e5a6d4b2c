"""Documents of forums, meetings and points: added, replaced, shared, taken away."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forum.enums import SharedKind
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import OutboxMessage, Share
from meetings.models import Document, EarlierFile
from meetings.services.agendas import remove_item
from meetings.services.document_files import delete_unused_files
from meetings.services.documents import (
    add_document,
    delete_document,
    rename_document,
    replace_file,
    share_document,
)
from meetings.services.minutes import circulate_minutes, draw_up_minutes
from meetings.services.minutes_lists import appendix_list
from meetings.services.notices import send_notice
from tests.factories import make_document, make_item, make_meeting
from tests.factories.documents import PDF
from tests.meetings.services.outbox_reading import text_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from forum.models import Forum, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("store")]


def pdf(name: str = "Budget_2027.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def files(store: Path) -> int:
    return sum(path.is_file() for path in store.rglob("*"))


def test_a_document_is_called_as_its_file_when_nothing_else_is_said(council: Forum, secretary: Person) -> None:
    document = add_document(forum=council, file=pdf(), uploaded_by=secretary)

    assert (document.title, document.file_name, document.number) == ("Budget 2027", "Budget_2027.pdf", 1)
    assert (document.size, document.shared_at, document.place) == (len(PDF), None, None)


def test_a_refused_file_leaves_no_row(council: Forum, secretary: Person) -> None:
    with pytest.raises(InvalidInputError):
        add_document(forum=council, file=pdf("x.exe"), uploaded_by=secretary)

    assert not Document.objects.exists()


def test_a_new_file_keeps_the_former_one(store: Path, council: Forum, secretary: Person) -> None:
    document = add_document(forum=council, file=pdf(), uploaded_by=secretary)
    newer = replace_file(
        document_id=document.pk, version=document.version, file=pdf("Ny.pdf", PDF + b"2"), uploaded_by=secretary
    )

    earlier = newer.earlier.get()
    assert (newer.number, newer.file_name, newer.title) == (2, "Ny.pdf", "Budget 2027")
    assert (earlier.number, earlier.file_name) == (1, "Budget_2027.pdf")
    assert (store / earlier.stored_as).read_bytes() == PDF


def test_the_second_of_two_editors_is_told(council: Forum, secretary: Person) -> None:
    document = make_document(forum=council)
    rename_document(document_id=document.pk, version=document.version, title="Först")

    with pytest.raises(StaleVersionError):
        rename_document(document_id=document.pk, version=document.version, title="Sedan")
    with pytest.raises(StaleVersionError):
        replace_file(document_id=document.pk, version=document.version, file=pdf(), uploaded_by=secretary)


def test_sharing_tells_every_organisation_with_a_seat(council: Forum, secretary: Person) -> None:
    document = make_document(forum=council)
    shared = share_document(document_id=document.pk, version=None, shared_by=secretary)
    replace_file(document_id=document.pk, version=shared.version, file=pdf(), uploaded_by=secretary)

    rows = Share.objects.filter(kind=SharedKind.DOCUMENT, object_id=document.pk)
    expected = {(code, number) for code in ("0486", "polisen", "0480") for number in (1, 2)}
    assert set(rows.values_list("organisation__code", "shared_version")) == expected
    with pytest.raises(ConflictError):
        share_document(document_id=document.pk, version=None, shared_by=secretary)


def test_a_document_of_a_meeting_is_sent_with_the_notice_alone(council: Forum, secretary: Person) -> None:
    document = make_document(meeting=make_meeting(forum=council))

    with pytest.raises(ConflictError):
        share_document(document_id=document.pk, version=None, shared_by=secretary)


def test_the_notice_names_documents_of_open_points(now: datetime, council: Forum, secretary: Person) -> None:
    council.notices_from = "samverka"
    council.save()
    meeting = make_meeting(forum=council)
    make_document(meeting=meeting, title="Kallelsens bilaga")
    make_document(item=make_item(meeting=meeting), title="Lägesbilden")
    make_document(item=make_item(meeting=meeting, openness="named_seats"), title="Dold bilaga")

    send_notice(meeting_id=meeting.pk, version=None, sent_by=secretary)

    text = text_of(OutboxMessage.objects.get(recipient="member@demo.example"))
    assert "Lägesbilden (Lägesbilden.pdf)" in text
    assert "Kallelsens bilaga (Kallelsens bilaga.pdf)" in text
    assert "Dold" not in text


def test_minutes_list_the_documents_and_lock_them(now: datetime, council: Forum, secretary: Person) -> None:
    meeting = make_meeting(forum=council, starts_at=now.replace(day=20), noticed=True)
    make_document(meeting=meeting, title="Bilaga")
    document = make_document(item=make_item(meeting=meeting, notes="Det antecknades."), title="Lägesbilden")
    minutes = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)

    assert appendix_list(minutes.content) == ["Bilaga (Bilaga.pdf)", "§ 1: Lägesbilden (Lägesbilden.pdf)"]
    circulate_minutes(minutes_id=minutes.pk, version=minutes.version, circulated_by=secretary)
    for act in (
        lambda: delete_document(document_id=document.pk, version=None),
        lambda: rename_document(document_id=document.pk, version=None, title="Annat"),
        lambda: add_document(forum=council, meeting=meeting, file=pdf(), uploaded_by=secretary),
    ):
        with pytest.raises(ConflictError):
            act()


def test_a_point_with_documents_is_not_removed_unseen(council: Forum) -> None:
    item = make_item(meeting=make_meeting(forum=council))
    document = make_document(item=item)

    with pytest.raises(ConflictError):
        remove_item(item_id=item.pk, version=None)
    delete_document(document_id=document.pk, version=None)
    remove_item(item_id=item.pk, version=None)


def test_files_go_only_when_no_row_names_them(store: Path, council: Forum, secretary: Person) -> None:
    kept = add_document(forum=council, file=pdf(), uploaded_by=secretary)
    replace_file(document_id=kept.pk, version=None, file=pdf("Ny.pdf"), uploaded_by=secretary)
    gone = add_document(forum=council, file=pdf(), uploaded_by=secretary)
    delete_document(document_id=gone.pk, version=None)
    assert (files(store), delete_unused_files()) == (3, 0)  # too young: its transaction might still be open

    long_ago = time.time() - 3 * 24 * 3600
    for path in store.rglob("*"):
        if path.is_file():
            os.utime(path, (long_ago, long_ago))

    assert (delete_unused_files(), files(store)) == (1, 2)
    assert EarlierFile.objects.count() == 1


def test_an_empty_store_is_no_fault() -> None:
    assert delete_unused_files() == 0
