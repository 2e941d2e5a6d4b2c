"""The named cast. Fixtures of people give them no seats: ask for `council` (and `network`, `school_group`) where seats matter.

The cast is built straight on the models and does not depend on today's date; `now` freezes the clock.
"""

from __future__ import annotations

import socket
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.test import Client
from django.utils import translation
from rest_framework.test import APIClient

from config.mail_sink import FolderHandler
from forum.enums import ForumKind, Office, OrganisationKind
from forum.models import Seat
from tests.factories import (
    fill_forum,
    make_action,
    make_api_client,
    make_coordinator,
    make_decision,
    make_document,
    make_forum,
    make_item,
    make_meeting,
    make_minutes,
    make_organisation,
    make_person,
    make_seat,
    make_token,
    make_topic,
)
from tests.factories.api import ALL_SCOPES
from tests.outside import Directory, OutsideServer
from tests.sink import ScriptedHandler, Sink, free_port

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pytest_django import Settings

    from forum.models import Forum, Organisation, Person, Topic

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LEAK = "Läcker"  # stands in every text of `school_group`


def pytest_make_parametrize_id(val: object) -> str | None:
    """Packed bytes carry the second they were packed in: workers that collect a second apart must name them alike."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None


class SignIn(Protocol):
    def __call__(self, person: Person) -> Client: ...


class ApiClientFor(Protocol):
    def __call__(self, organisation: Organisation, scopes: Iterable[str] = ...) -> APIClient: ...


@pytest.fixture
def store(settings: Settings, tmp_path: Path) -> Path:
    """The folder of this test's own in which documents are kept."""
    folder = tmp_path / "documents"
    settings.MEDIA_ROOT = str(folder)
    return folder


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """A request in English leaves its thread in English; each test starts in the installation's language."""
    translation.deactivate()


@pytest.fixture
def now() -> Iterator[datetime]:
    """Tuesday 24 November 2026, 10:00 in Stockholm; the clock of Python stands still (PostgreSQL's runs on)."""
    with time_machine.travel(NOW, tick=False):
        yield NOW


# Organisations


@pytest.fixture
def host(db: None) -> Organisation:
    return make_organisation(code="0486", name="Strängnäs kommun", county_code="04", is_host=True)


@pytest.fixture
def police(db: None) -> Organisation:
    return make_organisation(code="polisen", name="Polisen", kind=OrganisationKind.POLICE)


@pytest.fixture
def county_board(db: None) -> Organisation:
    return make_organisation(
        code="lansstyrelsen-sodermanland",
        name="Länsstyrelsen i Södermanlands län",
        kind=OrganisationKind.COUNTY_BOARD,
        county_code="04",
    )


@pytest.fixture
def neighbour(db: None) -> Organisation:
    return make_organisation(code="0480", name="Nyköpings kommun", county_code="04")


@pytest.fixture
def stranger_municipality(db: None) -> Organisation:
    """Has no seat anywhere."""
    return make_organisation(code="0484", name="Eskilstuna kommun", county_code="04")


# People


@pytest.fixture
def chair(host: Organisation) -> Person:
    return make_person(name="Karin Ordforande", email="chair@demo.example", organisation=host)


@pytest.fixture
def secretary(host: Organisation) -> Person:
    return make_person(name="Sara Sekreterare", email="secretary@demo.example", organisation=host)


@pytest.fixture
def member(police: Organisation) -> Person:
    return make_person(name="Mikael Ledamot", email="member@demo.example", organisation=police)


@pytest.fixture
def substitute(police: Organisation) -> Person:
    return make_person(name="Eva Ersättare", email="substitute@demo.example", organisation=police)


@pytest.fixture
def observer(county_board: Organisation) -> Person:
    return make_person(name="Olle Observatör", email="observer@demo.example", organisation=county_board)


@pytest.fixture
def coordinator(host: Organisation, topic: Topic) -> Person:
    """Coordinates `topic`; no seat."""
    person = make_person(name="Samira Samordnare", email="coordinator@demo.example", organisation=host)
    make_coordinator(topic=topic, person=person)
    return person


@pytest.fixture
def administrator(host: Organisation) -> Person:
    return make_person(
        name="Adam Administratör", email="administrator@demo.example", organisation=host, is_administrator=True
    )


@pytest.fixture
def official(host: Organisation) -> Person:
    """Works for the host and has no seat."""
    return make_person(name="Hanna Handläggare", email="official@demo.example", organisation=host)


@pytest.fixture
def stranger(stranger_municipality: Organisation) -> Person:
    return make_person(name="Stina Stranger", email="stranger@demo.example", organisation=stranger_municipality)


# Topic and forums


@pytest.fixture
def topic(host: Organisation) -> Topic:
    return make_topic(organisation=host)


@pytest.fixture
def council(
    host: Organisation,
    police: Organisation,
    county_board: Organisation,
    neighbour: Organisation,
    chair: Person,
    secretary: Person,
    member: Person,
    substitute: Person,
    observer: Person,
) -> Forum:
    """The host's crime-prevention council with simple minutes; six seats, the neighbour's is vacant."""
    council = make_forum(organisation=host, name="Forum brottsförebyggande rådet")
    held = [
        Seat(organisation=host, office=Office.CHAIR, role_title="Ordförande"),
        Seat(organisation=host, office=Office.SECRETARY, role_title="Sekreterare"),
        place := Seat(organisation=police, role_title="Lokalpolisområdeschef"),
        Seat(organisation=police, office=Office.SUBSTITUTE, role_title="Kommunpolis", substitute_for=place),
        Seat(organisation=county_board, office=Office.OBSERVER, role_title="Länssamordnare"),
        Seat(organisation=neighbour, role_title="Säkerhetssamordnare"),
    ]
    fill_forum(forum=council, seats=held, people=[chair, secretary, member, substitute, observer])
    return council


@pytest.fixture
def network(county_board: Organisation, host: Organisation, secretary: Person) -> Forum:
    """Led by the county board; the host only logs, by its secretary."""
    network = make_forum(organisation=county_board, name="Länsnätverket", kind=ForumKind.COUNTY_NETWORK, external=True)
    make_seat(forum=network, organisation=county_board, office=Office.CHAIR, role_title="Länssamordnare")
    make_seat(
        forum=network, organisation=host, office=Office.SECRETARY, role_title="Kommunens kontakt", person=secretary
    )
    return network


@pytest.fixture
def school_group(host: Organisation) -> Forum:
    """The host's own, without seats of others; full of texts with LEAK, none of which was shared."""
    school_group = make_forum(organisation=host, name=f"{LEAK} skolgruppen", kind=ForumKind.MANAGEMENT)
    head = make_person(name=f"{LEAK} Rektor", email="head@demo.example", organisation=host)
    make_seat(forum=school_group, organisation=host, office=Office.CHAIR, role_title=f"{LEAK} rektor", person=head)
    meeting = make_meeting(forum=school_group, noticed=True, place=f"{LEAK} skola")
    item = make_item(meeting=meeting, title=f"{LEAK} punkt", notes=f"{LEAK} anteckning")
    make_decision(item=item, text=f"{LEAK} beslut")
    make_action(origin=item, text=f"{LEAK} uppdrag", owner_person=head)
    make_document(item=item, title=f"{LEAK} underlag")
    make_document(meeting=meeting, title=f"{LEAK} mötesunderlag")
    make_document(forum=school_group, title=f"{LEAK} uppdragsbeskrivning")
    make_minutes(meeting=meeting, content={"title": f"{LEAK} protokoll"}, pdf=LEAK.encode())
    return school_group


# Doors


@pytest.fixture
def signed_in() -> SignIn:
    """A browser of this person; each call is a browser of its own."""

    def sign_in(person: Person) -> Client:
        browser = Client()
        browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return browser

    return sign_in


@pytest.fixture
def api_client_for(db: None) -> ApiClientFor:
    """A REST client with a bearer token of the organisation."""

    def client_for(organisation: Organisation, scopes: Iterable[str] = ALL_SCOPES) -> APIClient:
        token = make_token(client=make_api_client(organisation=organisation, scopes=scopes))
        api = APIClient()
        api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
        return api

    return client_for


# Mail


@pytest.fixture
def sink(tmp_path: Path, settings: Settings) -> Iterator[Sink]:
    """A real SMTP server that keeps everything."""
    with _listening(FolderHandler(tmp_path), settings):
        yield Sink(tmp_path)


@pytest.fixture
def receiver(settings: Settings) -> Iterator[ScriptedHandler]:
    """A real SMTP server that answers as the test tells it."""
    handler = ScriptedHandler()
    with _listening(handler, settings):
        yield handler


# The internet


@pytest.fixture
def outside(tmp_path: Path, settings: Settings, directory: Directory) -> Iterator[OutsideServer]:
    """A real TLS server on this machine; the door outwards is opened to it."""
    server = OutsideServer(tmp_path)
    settings.OUTGOING_TEST = {"ca_file": str(server.ca_file)}
    try:
        yield server
    finally:
        server.close()


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> Directory:
    """What names lead to."""
    directory = Directory(socket.getaddrinfo)
    monkeypatch.setattr(socket, "getaddrinfo", directory.look_up)
    return directory


@contextmanager
def _listening(handler: FolderHandler | ScriptedHandler, settings: Settings) -> Iterator[None]:
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    try:
        yield
    finally:
        controller.stop()
