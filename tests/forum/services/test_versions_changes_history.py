"""Every write raises the version, leaves a Change and a history event, whoever writes and however many rows at once."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from forum.errors import StaleVersionError
from forum.models import Change, Forum, Organisation, OutboxMessage, Person
from forum.services.versions import lock_version
from tests.factories import make_organisation, make_person

if TYPE_CHECKING:
    from uuid import UUID


def _changes(object_id: UUID) -> list[tuple[str, str]]:
    return list(Change.objects.filter(object_id=object_id).order_by("id").values_list("kind", "op"))


@pytest.mark.django_db
def test_insert_update_and_delete_leave_changes_in_their_transaction() -> None:
    row = make_organisation(code="0486", name="Strängnäs kommun")
    row.name = "Strängnäs"
    row.save()
    key = row.pk
    row.delete()
    assert _changes(key) == [("organisations", "insert"), ("organisations", "update"), ("organisations", "delete")]
    assert len(set(Change.objects.filter(object_id=key).values_list("xid", flat=True))) == 1


@pytest.mark.django_db
def test_bulk_writes_are_caught_too() -> None:
    rows = Organisation.objects.bulk_create(Organisation(code=f"o{number}", name="Namn") for number in range(3))
    Organisation.objects.filter(pk__in=[row.pk for row in rows]).update(name="Nytt")
    for row in rows:
        row.name = "Nyare"
    Organisation.objects.bulk_update(rows, ["name"])
    assert [_changes(row.pk) for row in rows] == [
        [("organisations", "insert"), ("organisations", "update"), ("organisations", "update")]
    ] * 3
    assert list(Organisation.objects.filter(name="Nyare").values_list("version", flat=True)) == [3, 3, 3]
    labels = (
        apps.get_model("forum", "OrganisationEvent")
        .objects.filter(id=rows[0].pk)
        .order_by("pgh_id")
        .values_list("pgh_label", "name")
    )
    assert list(labels) == [("insert", "Namn"), ("update", "Nytt"), ("update", "Nyare")]


@pytest.mark.django_db
def test_the_version_is_the_databases_alone() -> None:
    row = make_organisation(code="0486", name="Strängnäs kommun")
    Organisation.objects.filter(pk=row.pk).update(version=40, name="A")
    assert row.refreshed().version == 2
    row.save()
    assert row.refreshed().version == 2


@pytest.mark.django_db
def test_history_of_people_knows_no_password() -> None:
    person = make_person(name="Karin", email="karin@demo.example", organisation=None, password="hemligt-lösenord-1")
    person.set_password("nytt-hemligt-lösenord-2")
    person.save()
    columns = {field.name for field in apps.get_model("forum", "PersonEvent")._meta.get_fields()}
    assert columns & {"password", "last_login"} == set()
    assert not hasattr(OutboxMessage, "pgh_event_model")


@pytest.mark.django_db
def test_lock_version_compares() -> None:
    row = make_organisation(code="0486", name="Strängnäs kommun")
    with transaction.atomic():
        assert lock_version(Organisation, row.pk, 1) == row
        assert lock_version(Organisation, row.pk, None) == row
        with pytest.raises(StaleVersionError) as error:
            lock_version(Organisation, row.pk, 2)
        with pytest.raises(Forum.DoesNotExist):
            lock_version(Forum, uuid.uuid4(), 1)
    assert error.value.current == row


@pytest.mark.django_db(transaction=True)
def test_lock_version_needs_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        lock_version(Organisation, uuid.uuid4(), 1)


def test_signing_in_makes_no_new_version_of_a_person(official: Person) -> None:
    official.last_login = timezone.now()
    official.save()

    assert official.refreshed().version == 1


def test_saving_nothing_writes_no_change(police: Organisation) -> None:
    before = Change.objects.filter(object_id=police.pk).count()
    police.save()

    assert Change.objects.filter(object_id=police.pk).count() == before
