"""What all pages share: who may come in, what a stale version shows, what a double press does."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest
from django.db import OperationalError

from forum.models import Forum, Seat
from forum.services.forums import update_forum
from forum.web.acting import attempt
from forum.web.forms import OnceForm

if TYPE_CHECKING:
    from django.test import Client, RequestFactory

    from forum.models import Organisation, Person
    from tests.conftest import SignIn

SETTINGS = "/forums/forum-brottsforebyggande-radet/settings/"


def settings_of(forum: Forum, **changes: str) -> dict[str, str]:
    typed = {
        "name": forum.name,
        "kind": "bra",
        "purpose": "",
        "minutes_form": "simple",
        "openness": "members",
        "notices_from": "own_calendar",
        "proposals": "chair_decides",
        "recalls_minutes": "on",
        "recalls_decisions": "on",
        "recalls_actions": "on",
        "carries_unfinished": "on",
        "version": str(forum.version),
    }
    return typed | changes


@pytest.mark.parametrize(
    "address",
    [
        "/forums/",
        "/forums/new/",
        SETTINGS,
        "/topics/",
        "/administration/",
        "/administration/people/",
        "/forums/bring-in/",
    ],
)
def test_who_is_not_signed_in_is_asked_to_and_comes_back(address: str, client: Client, council: Forum) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")


def test_a_page_behind_sign_in_is_kept_by_nobody(signed_in: SignIn, chair: Person, council: Forum) -> None:
    assert "no-store" in signed_in(chair).get("/forums/")["Cache-Control"]


def test_a_stale_version_shows_both_texts_and_saves_with_the_new_version(
    signed_in: SignIn, chair: Person, council: Forum
) -> None:
    browser = signed_in(chair)
    typed = settings_of(council, purpose="What I wrote")
    current = update_forum(forum_id=council.pk, version=council.version, purpose="What was saved")
    answer = browser.post(SETTINGS, typed)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert answer.context["form"].conflict == [
        {"label": "Purpose", "yours": "What I wrote", "theirs": "What was saved"}
    ]
    assert f'name="version" value="{current.version}"' in html
    again = browser.post(SETTINGS, typed | {"version": str(current.version)})
    assert again.status_code == 302
    assert Forum.objects.get().purpose == "What I wrote"


def test_a_form_that_is_sent_twice_acts_once(
    signed_in: SignIn, chair: Person, council: Forum, host: Organisation
) -> None:
    browser = signed_in(chair)
    typed = {"role_title": "Rektor", "organisation": host.code, "office": "member", "once": str(uuid.uuid4())}
    answers = [
        browser.post("/forums/forum-brottsforebyggande-radet/seats/new/", typed).status_code for _press in range(2)
    ]
    assert answers == [302, 302]
    assert Seat.objects.filter(role_title="Rektor").count() == 1


def test_a_form_that_failed_can_be_sent_again_with_the_same_key(
    signed_in: SignIn, chair: Person, council: Forum, host: Organisation
) -> None:
    browser = signed_in(chair)
    typed = {"role_title": "\u200b", "organisation": host.code, "office": "member", "once": str(uuid.uuid4())}
    address = "/forums/forum-brottsforebyggande-radet/seats/new/"
    assert browser.post(address, typed).status_code == 422
    assert browser.post(address, typed | {"role_title": "Rektor"}).status_code == 302
    assert Seat.objects.filter(role_title="Rektor").count() == 1


def test_a_press_that_broke_down_does_not_count(rf: RequestFactory, chair: Person) -> None:
    request = rf.post("/", {"once": str(uuid.uuid4())})
    request.user = chair

    def breaks_down(_data: dict[str, object]) -> None:
        raise OperationalError

    with pytest.raises(OperationalError):
        attempt(request, OnceForm(request.POST), breaks_down)
    again = OnceForm(request.POST)
    assert attempt(request, again, lambda _data: "saved")
    assert again.result == "saved"


def test_rubbish_as_version_is_said_and_not_an_error_of_ours(signed_in: SignIn, chair: Person, council: Forum) -> None:
    assert signed_in(chair).post(SETTINGS, settings_of(council, version="x' OR 1")).status_code == 422
