"""From approved minutes to the public pages, as the secretary does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meetings.models import Publication
from tests.meetings.publishing import NUMBER, approved_minutes, open_to_all

if TYPE_CHECKING:
    from datetime import datetime

    from forum.models import Forum, Person
    from meetings.models import Minutes
    from tests.conftest import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def minutes(now: datetime, council: Forum, chair: Person, secretary: Person) -> Minutes:
    open_to_all(council)
    return approved_minutes(council, chair=chair, secretary=secretary)


def step(minutes: Minutes, rest: str = "") -> str:
    return f"/meetings/{minutes.meeting_id}/minutes/1/publish/{rest}"


def test_review_mask_look_publish_withdraw(minutes: Minutes, secretary: Person, signed_in: SignIn) -> None:
    browser = signed_in(secretary)
    page = browser.get(step(minutes)).text
    assert f"Personal identity number</span> {NUMBER}" in page
    assert "2 places to look at." in page
    name = next(field.partition('"')[0] for field in page.split('name="') if field.startswith("mask_"))

    seen = browser.post(step(minutes), {name: "OSL 21 kap. 3 §"}, follow=True).text
    assert "Masked before publication: OSL 21 kap. 3 §" in seen
    assert "2 findings are not masked:" in seen

    row = Publication.objects.get()
    sure = {"version": row.version, "found": 2, "reviewed": "on"}
    assert browser.post(step(minutes, "preview/"), {"version": row.version}).status_code == 422
    assert browser.post(step(minutes, "preview/"), sure).status_code == 422
    assert (
        "Everybody can read them."
        in browser.post(step(minutes, "preview/"), {**sure, "anyway": "on"}, follow=True).text
    )

    assert browser.post(step(minutes, "withdraw/"), {"reason": " "}).status_code == 422
    assert "The minutes are withdrawn." in browser.post(step(minutes, "withdraw/"), {"reason": "Fel"}, follow=True).text
    assert not Publication.objects.get().is_open


def test_a_wrong_provision_keeps_what_was_typed(minutes: Minutes, secretary: Person, signed_in: SignIn) -> None:
    answer = signed_in(secretary).post(step(minutes), {"mask_0": f"om {NUMBER}", "mask_1": "OSL 21 kap. 1 §"})
    assert answer.status_code == 422
    assert 'value="OSL 21 kap. 1 §"' in answer.text


def test_two_who_mask_at_once_see_both_texts(
    minutes: Minutes, secretary: Person, chair: Person, signed_in: SignIn
) -> None:
    signed_in(secretary).post(step(minutes), {"mask_0": "OSL 18 kap. 13 §"})

    answer = signed_in(chair).post(step(minutes), {"mask_0": "OSL 21 kap. 3 §"})
    assert answer.status_code == 409
    assert ("OSL 18 kap. 13 §" in answer.text, "OSL 21 kap. 3 §" in answer.text) == (True, True)

    stale = {"version": 0, "found": 9, "reviewed": "on", "anyway": "on"}
    stale["version"] = Publication.objects.get().version
    signed_in(chair).post(step(minutes), {"mask_0": "OSL 21 kap. 3 §", "version": stale["version"]})
    assert signed_in(secretary).post(step(minutes, "preview/"), stale).status_code == 409
    assert not Publication.objects.get().is_open


def test_who_may(minutes: Minutes, member: Person, stranger: Person, signed_in: SignIn) -> None:
    for rest in ("", "preview/"):
        assert signed_in(member).get(step(minutes, rest)).status_code == 403
        assert signed_in(stranger).get(step(minutes, rest)).status_code == 404
    assert signed_in(member).post(step(minutes, "withdraw/"), {"reason": "x"}).status_code == 403
