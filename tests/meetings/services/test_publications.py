"""What reaches the public pages, and what never does."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, cast

import pikepdf
import pytest
from django.test import Client

from forum.enums import MessageKind, MessageState, Openness, PersonalData
from forum.errors import ConflictError, InvalidInputError, StaleVersionError
from forum.models import Anonymous, ClientActor, Follower, OutboxMessage, PersonActor, UnfollowLink
from meetings.enums import MinutesState
from meetings.models import Minutes, Publication
from meetings.services.minutes import begin_correction, draw_up_minutes
from meetings.services.minutes_pdf import render_minutes_pdf
from meetings.services.publications import (
    content_to_review,
    findings_in,
    prepare_publication,
    publish_minutes,
    withdraw_publication,
)
from tests.factories import make_api_client, make_item, make_meeting
from tests.meetings.publishing import (
    HELD,
    HIDDEN,
    NUMBER,
    SECRET,
    approve_latest,
    approved_minutes,
    open_to_all,
    publish,
)

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Actor, Forum, Organisation, Person

pytestmark = pytest.mark.django_db
MASK = {"1/notes/1": "OSL 21 kap. 3 §", "1/notes/2": "OSL 21 kap. 3 §"}


@pytest.fixture
def minutes(now: datetime, council: Forum, chair: Person, secretary: Person) -> Minutes:
    open_to_all(council)
    return approved_minutes(council, chair=chair, secretary=secretary)


def text_of_pdf(raw: bytes) -> str:
    """What the file holds beside its drawn glyphs: metadata, outline, structure, all streams unpacked."""
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        found = [
            thing.read_bytes().decode("latin-1") if isinstance(thing, pikepdf.Stream) else str(thing)
            for thing in pdf.objects
        ]
    return "\n".join(found)


def test_functions_stand_for_people_and_what_is_masked_or_closed_is_gone(minutes: Minutes, secretary: Person) -> None:
    publication = publish(minutes, secretary, masks=MASK)

    said = json.dumps(publication.content, ensure_ascii=False)
    assert [row["name"] for row in publication.content["present"]] == [
        "Ordförande",
        "Sekreterare",
        "Lokalpolisområdeschef",
    ]
    assert [action["owner"] for action in publication.content["items"][0]["actions"]] == ["Strängnäs kommun", ""]
    assert publication.content["items"][0]["notes"] == (
        "Belysningen byggs ut.\n\n"
        "Maskerat före publicering: OSL 21 kap. 3 §\n\n"
        "Maskerat före publicering: OSL 21 kap. 3 §"
    )
    for secret in ("Karin", "Sara", "Mikael", "privat@", SECRET, NUMBER, HIDDEN, "Personalärende"):
        assert secret not in said, secret


def test_the_pdf_is_made_of_what_the_public_gets(minutes: Minutes, secretary: Person) -> None:
    """Same input, same bytes: the file is exactly what the masked content gives, and its metadata name nobody."""
    publication = publish(minutes, secretary, masks=MASK)

    raw = bytes(publication.pdf)
    assert raw == render_minutes_pdf(publication.content)
    assert len(raw) == publication.pdf_size
    inside = text_of_pdf(raw)
    assert "/StructTreeRoot" in inside
    assert "pdfuaid:part" in inside
    for secret in ("Karin", "Sara Sekreterare", NUMBER, HIDDEN, "Personalärende"):
        assert secret not in inside, secret


def test_names_are_shown_where_the_forum_says_so_but_never_protected_ones(
    minutes: Minutes, secretary: Person, member: Person
) -> None:
    member.protected = True
    member.save()

    publication = publish(minutes, secretary, names=True)

    assert [row["name"] for row in publication.content["present"]] == [
        "Karin Ordforande",
        "Sara Sekreterare",
        "Lokalpolisområdeschef",
    ]
    assert "privat@" not in json.dumps(publication.content)


def test_the_review_finds_numbers_addresses_and_known_names(minutes: Minutes) -> None:
    found = findings_in(minutes, content_to_review(minutes))

    assert {key: {finding.kind for finding in row} for key, row in found.items()} == {
        "1/notes/1": {PersonalData.ADDRESS},
        "1/notes/2": {PersonalData.NUMBER},
    }


def test_what_was_found_is_published_only_when_somebody_says_so(minutes: Minutes, secretary: Person) -> None:
    prepared = prepare_publication(minutes_id=minutes.pk, version=None, masks={}, names=False, prepared_by=secretary)
    with pytest.raises(InvalidInputError) as caught:
        publish_minutes(publication_id=prepared.pk, version=None, findings_accepted=0, published_by=secretary)
    assert caught.value.field == "anyway"

    publish_minutes(publication_id=prepared.pk, version=None, findings_accepted=2, published_by=secretary)
    assert Publication.objects.get().findings_left == 2


def test_who_sees_what(
    minutes: Minutes,
    council: Forum,
    chair: Person,
    secretary: Person,
    member: Person,
    stranger: Person,
    police: Organisation,
) -> None:
    everybody: list[Actor] = [
        Anonymous(),
        PersonActor(member),
        PersonActor(stranger),
        ClientActor(make_api_client(organisation=police)),
    ]
    prepared = prepare_publication(minutes_id=minutes.pk, version=None, masks={}, names=False, prepared_by=chair)

    def seen() -> list[int]:
        return [Publication.objects.visible_to(actor).count() for actor in [PersonActor(chair), *everybody]]

    assert seen() == [1, 0, 0, 0, 0]
    publish_minutes(publication_id=prepared.pk, version=None, findings_accepted=9, published_by=secretary)
    assert seen() == [1, 1, 1, 1, 1]
    council.openness = Openness.PARTNERS
    council.save()
    assert seen() == [1, 0, 0, 0, 0]
    open_to_all(council)
    withdraw_publication(meeting_id=minutes.meeting_id, reason="Fel", withdrawn_by=chair)
    assert seen() == [1, 0, 0, 0, 0]


def test_only_approved_minutes_of_an_open_forum(
    now: datetime, council: Forum, chair: Person, secretary: Person
) -> None:
    meeting = make_meeting(forum=council, starts_at=HELD)
    make_item(meeting=meeting)
    draft = draw_up_minutes(meeting=meeting, drawn_up_by=secretary)
    with pytest.raises(ConflictError) as caught:
        prepare_publication(minutes_id=draft.pk, version=None, masks={}, names=False, prepared_by=secretary)
    assert caught.value.code == "not_public"
    open_to_all(council)
    with pytest.raises(ConflictError) as caught:
        prepare_publication(minutes_id=draft.pk, version=None, masks={}, names=False, prepared_by=secretary)
    assert caught.value.code == "not_approved"


def test_two_who_prepare_at_once(minutes: Minutes, secretary: Person, chair: Person) -> None:
    prepare_publication(minutes_id=minutes.pk, version=0, masks=MASK, names=False, prepared_by=secretary)

    with pytest.raises(StaleVersionError) as caught:
        prepare_publication(minutes_id=minutes.pk, version=0, masks={}, names=False, prepared_by=chair)
    assert cast("Publication", caught.value.current).masks == MASK


def test_the_provision_itself_leaks_nothing(minutes: Minutes, secretary: Person) -> None:
    with pytest.raises(InvalidInputError):
        prepare_publication(
            minutes_id=minutes.pk, version=None, masks={"1/title": f"om {NUMBER}"}, names=False, prepared_by=secretary
        )


def test_withdrawal_empties_what_the_public_had_and_takes_letters_back(
    minutes: Minutes, council: Forum, secretary: Person, now: datetime
) -> None:
    Follower.objects.create(forum=council, address="granne@demo.example", confirmed_at=now)
    Follower.objects.create(forum=council, address="tyst@demo.example")
    publish(minutes, secretary)
    letter = OutboxMessage.objects.get(kind=MessageKind.PUBLISHED)
    assert (letter.recipient, letter.state) == ("granne@demo.example", MessageState.QUEUED)
    assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in bytes(letter.body)
    assert b"Bifall" not in bytes(letter.body)
    assert UnfollowLink.objects.count() == 1

    withdraw_publication(meeting_id=minutes.meeting_id, reason="Ett namn stod kvar", withdrawn_by=secretary)

    letter.refresh_from_db()
    gone = Publication.objects.get()
    assert letter.state == MessageState.WITHDRAWN
    assert (gone.content, bytes(gone.pdf), gone.is_open) == ({}, b"", False)
    publish(minutes, secretary, masks=MASK)
    assert Publication.objects.get().is_open


def test_followers_are_seen_by_nobody(minutes: Minutes, council: Forum, secretary: Person, now: datetime) -> None:
    Follower.objects.create(forum=council, address="granne@demo.example", confirmed_at=now)
    publish(minutes, secretary)

    seen = OutboxMessage.objects.visible_to(PersonActor(secretary))
    assert set(seen.values_list("kind", flat=True)) == {MessageKind.MINUTES}


def test_a_correction_is_published_beside_the_first(minutes: Minutes, chair: Person, secretary: Person) -> None:
    publish(minutes, secretary)
    begin_correction(minutes_id=minutes.pk, version=None, reason="Fel belopp", begun_by=secretary)
    second = approve_latest(minutes.meeting, chair=chair, secretary=secretary)
    publish(second, secretary)

    assert [row.minutes.number for row in Publication.objects.published()] == [2, 1]
    minutes.refresh_from_db()
    assert minutes.state == MinutesState.REPLACED
    withdrawn = withdraw_publication(meeting_id=minutes.meeting_id, reason="Båda", withdrawn_by=chair)
    assert withdrawn == 2
    with pytest.raises(ConflictError):
        prepare_publication(minutes_id=minutes.pk, version=None, masks={}, names=False, prepared_by=chair)


def test_masks_of_a_version_hold_for_each_text(minutes: Minutes, secretary: Person) -> None:
    """Every text that people wrote can be masked, and nothing of it is left."""
    content = content_to_review(minutes)
    everything = dict.fromkeys(("place", "1/title", "1/notes/0", "1/decision/0", "1/action/0"), "OSL 21 kap. 1 §")
    publication = publish(minutes, secretary, masks=everything)

    said = json.dumps(publication.content, ensure_ascii=False)
    for text in ("Stadshuset", "Belysning", "Bifall till planen.", "Ta fram en kostnad."):
        assert text in json.dumps(content, ensure_ascii=False)
        assert text not in said, text


def test_motions_and_recusals_stand_by_function_and_unknown_keys_stay_inside(
    minutes: Minutes, secretary: Person
) -> None:
    who = {"name": "Karin Ordforande", "role": "Ordförande"}
    item = minutes.content["items"][0]
    item |= {"motions": [{**who, "text": "Återremiss", "outcome": "Avslag"}], "recusals": [who], "later": "Ny nyckel"}
    item["decisions"][0] |= {"vote": "2 ja, 1 nej", "procedure": f"Rösta ja: {SECRET}", "later": "Ny nyckel"}
    minutes.content["later"] = "Ny nyckel"
    minutes.save()

    publication = publish(minutes, secretary, masks={"1/decision/0/procedure": "OSL 21 kap. 3 §", **MASK})

    point = publication.content["items"][0]
    assert point["motions"] == [{"name": "Ordförande", "role": "", "text": "Återremiss", "outcome": "Avslag"}]
    assert point["recusals"] == [{"name": "Ordförande", "role": ""}]
    assert "Återremiss" in Client().get(f"/oppet/minutes/{minutes.meeting_id}/").text
    for secret in ("Karin", "Ny nyckel", SECRET):
        assert secret not in json.dumps(publication.content, ensure_ascii=False), secret


def test_publishing_twice_is_refused(minutes: Minutes, secretary: Person) -> None:
    publication = publish(minutes, secretary)

    with pytest.raises(ConflictError) as caught:
        publish_minutes(publication_id=publication.pk, version=None, findings_accepted=9, published_by=secretary)
    assert caught.value.code == "published"
