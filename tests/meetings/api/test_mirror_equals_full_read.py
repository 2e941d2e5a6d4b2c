"""Whatever transactions do at the same time, a copy kept by /changes ends equal to a full read, for every client."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, connection, transaction
from rest_framework.test import APIClient

from forum.models import ClientActor
from meetings.selectors.change_kinds import READABLE
from tests.factories import make_api_client, make_token
from tests.meetings.api.busy_world import BusyWorld
from tests.meetings.api.mirror import Mirror, end_transaction, wait_until_served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forum.models import ApiClient, Organisation, Unit

STEPS = 100
CALM_STEPS = 60


class Writer:
    """A connection of its own, in a thread of its own; it waits for nobody, so that every interleaving can be played back."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(max_workers=1)
        self.open = False

    def do(self, work: Callable[[], None]) -> None:
        self.thread.submit(work).result()

    def begin(self) -> None:
        transaction.set_autocommit(False)
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '20ms'")
        self.open = True

    def write(self, world: BusyWorld) -> None:
        """What another one holds or has made impossible undoes the transaction."""
        try:
            world.write()
        except DatabaseError:
            self.end(kept=False)

    def end(self, *, kept: bool) -> None:
        try:
            (connection.commit if kept else connection.rollback)()
        except DatabaseError:
            connection.rollback()
        transaction.set_autocommit(True)
        self.open = False

    def close(self) -> None:
        self.do(lambda: connection.close())  # the thread's own, looked up there
        self.thread.shutdown()


@pytest.fixture
def writers() -> Iterator[list[Writer]]:
    found = [Writer() for _ in range(3)]
    yield found
    for writer in found:
        writer.close()


def client_of(organisation: Organisation, unit: Unit | None = None) -> ApiClient:
    return make_api_client(organisation=organisation, client_id=f"{organisation.code}-{unit or ''}", unit=unit)


def api_of(client: ApiClient) -> APIClient:
    api = APIClient()
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {make_token(client=client)}")
    return api


def play(world: BusyWorld, writers: list[Writer], mirrors: list[Mirror], chance: random.Random) -> None:
    """Transactions that overlap and end in any order; between them clients begin, read on, stop in the middle and read late."""
    late: list[tuple[Mirror, dict[str, Any]]] = []
    for _ in range(STEPS):
        writer = chance.choice(writers)
        if not writer.open:
            writer.do(writer.begin)
        if chance.random() < 0.7:
            writer.do(lambda: writer.write(world))  # noqa: B023  (done before the next turn)
        else:
            writer.do(lambda: writer.end(kept=chance.random() < 0.85))  # noqa: B023
        mirror = chance.choice(mirrors)
        if not mirror.cursor:
            mirror.start()
        elif chance.random() < 0.5 and not late:
            late = [(mirror, entry) for entry in mirror.page()[0]]
        for reader, entry in late[: chance.randrange(4)]:
            reader.apply(entry)
            late.remove((reader, entry))
    for reader, entry in late:
        reader.apply(entry)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.exhaustive) for seed in range(2, 21))])
def test_any_interleaving_ends_equal(seed: int, writers: list[Writer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("meetings.selectors.changes.PORTION", 12)  # so that pages end for all their reasons
    chance = random.Random(seed)  # noqa: S311  (to be played back)
    world = BusyWorld(chance)
    readers = [(world.reader, None), (world.reader, world.unit), (world.other, None), (world.outsider, None)]
    mirrors = [Mirror(api_of(client_of(*reader)), limit=chance.choice([9, 100])) for reader in readers]
    play(world, writers, mirrors, chance)
    for writer in writers:
        writer.do(lambda: writer.end(kept=True) if writer.open else None)  # noqa: B023
    wait_until_served()
    for mirror in mirrors:
        mirror.pull() if mirror.cursor else mirror.start()
        assert mirror.rows == mirror.full_read()
    assert [mirror.rows["seats"] != {} for mirror in mirrors] == [True, True, True, False]
    told = {entry["kind"] for entry in mirrors[-1].told}  # as much as came after it began
    assert told - {"coordinators", "question-sets", "situation-pictures"} == set()


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.exhaustive)])
def test_only_what_could_be_seen_is_told_to_have_gone(db: None, seed: int) -> None:
    """One writer; after each transaction the rows that each client can read are noted."""
    chance = random.Random(seed)  # noqa: S311  (to be played back)
    world = BusyWorld(chance, calm=True)
    clients = [client_of(world.reader), client_of(world.reader, world.unit)]
    end_transaction()
    mirrors = [Mirror(api_of(client), limit=100).start() for client in clients]
    onlookers = [Onlooker(client) for client in clients]
    for step in range(CALM_STEPS):
        for onlooker in onlookers:
            onlooker.look()
        world.write()
        end_transaction()
        if step % 7 == 0:
            for mirror in mirrors:
                mirror.pull()
    for mirror, onlooker in zip(mirrors, onlookers, strict=True):
        mirror.pull()
        assert mirror.rows == mirror.full_read()
        gone = {(entry["kind"], entry["id"]) for entry in mirror.told if entry["op"] == "gone" and entry["id"]}
        assert gone - onlooker.seen == set()
        assert gone
        assert onlooker.statements == statements_of(onlooker.client)


class Onlooker:
    """Notes what a client can read, by statements that were built once: building them takes longer than asking."""

    def __init__(self, client: ApiClient) -> None:
        self.client = client
        self.statements = statements_of(client)
        self.seen: set[tuple[str, str]] = set()

    def look(self) -> None:
        with connection.cursor() as cursor:
            for kind, statement in self.statements.items():
                cursor.execute(*statement)
                self.seen |= {(kind, str(pk)) for (pk,) in cursor.fetchall()}


def statements_of(client: ApiClient) -> dict[str, tuple[str, tuple[Any, ...]]]:
    actor = ClientActor(client)
    return {kind: rows(actor).values("pk").query.sql_with_params() for kind, rows in READABLE.items()}
