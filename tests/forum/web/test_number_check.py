"""Whatever page a personal identity number is written on, it is asked about before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forum.enums import NumberReason
from forum.models import KeptNumber, Topic

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Person
    from tests.conftest import SignIn

NUMBER = "850709-9805"  # of Skatteverket's test numbers
TYPED = {"name": "Oro i skolan", "summary": f"Gäller {NUMBER}."}


@pytest.fixture
def browser(signed_in: SignIn, coordinator: Person) -> Client:
    return signed_in(coordinator)


def test_the_page_asks_with_all_that_was_typed(browser: Client) -> None:
    asked = browser.post("/topics/new/", TYPED, headers={"Referer": "http://testserver/topics/new/"})

    page = asked.content.decode()
    assert (asked.status_code, Topic.objects.filter(name=TYPED["name"]).count(), KeptNumber.objects.count()) == (
        422,
        0,
        0,
    )
    assert '<input type="hidden" name="name" value="Oro i skolan">' in page
    assert f"Gäller {NUMBER}.</textarea>" in page
    assert 'href="http://testserver/topics/new/"' in page


def test_a_strangers_address_is_no_way_back(browser: Client) -> None:
    asked = browser.post("/topics/new/", TYPED, headers={"Referer": "https://elsewhere.example/"})

    assert "elsewhere" not in asked.content.decode()


@pytest.mark.parametrize("reason", ["", "because"])
def test_an_answer_that_is_none_asks_again(browser: Client, reason: str) -> None:
    assert browser.post("/topics/new/", TYPED | {"number_reason": reason}).status_code == 422
    assert Topic.objects.filter(name=TYPED["name"]).count() == 0


def test_without_the_number_it_is_saved(browser: Client) -> None:
    assert browser.post("/topics/new/", TYPED | {"summary": "Gäller.", "number_reason": ""}).status_code == 302
    assert KeptNumber.objects.count() == 0


def test_kept_with_a_reason_it_is_noted_without_the_text_and_asked_about_once(
    browser: Client, coordinator: Person
) -> None:
    saved = browser.post("/topics/new/", TYPED | {"number_reason": "needed"})
    again = browser.post("/topics/new/", TYPED | {"name": "Annan fråga"})

    kept = KeptNumber.objects.get()
    assert (saved.status_code, again.status_code) == (302, 302)
    assert (kept.person, kept.reason, kept.route, kept.fields) == (
        coordinator,
        NumberReason.NEEDED,
        "topic-new",
        ["summary"],
    )
    assert NUMBER not in str(browser.session.items())


def test_what_the_page_refused_is_not_noted(browser: Client) -> None:
    refused = browser.post("/topics/new/", TYPED | {"name": "", "number_reason": "needed"})

    assert (refused.status_code, KeptNumber.objects.count()) == (422, 0)


def test_the_name_of_a_file_is_asked_about_and_the_file_wanted_again(
    store: Path, signed_in: SignIn, secretary: Person, council: Forum
) -> None:
    file = SimpleUploadedFile(f"{NUMBER}.pdf", b"%PDF-1.7\n", "application/pdf")
    asked = signed_in(secretary).post(f"/forums/{council.slug}/documents/new/", {"title": "Underlag", "file": file})

    page = asked.content.decode()
    assert asked.status_code == 422
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file" name="file" required' in page
    assert list(store.rglob("*.pdf")) == []


def test_a_page_with_script_is_told_to_send_it_as_a_page(browser: Client) -> None:
    asked = browser.post("/topics/new/", TYPED, headers={"HX-Request": "true"})

    assert (asked.status_code, asked["X-Send-As-Page"], asked.content) == (422, "1", b"")


def test_the_answers_are_listed_for_administrators_alone(
    signed_in: SignIn, administrator: Person, official: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        signed_in(administrator).post("/topics/new/", TYPED | {"name": f"Fråga {number}", "number_reason": "not-one"})
    browser = signed_in(administrator)
    browser.get("/administration/kept-numbers/")

    with django_assert_num_queries(5):
        page = browser.get("/administration/kept-numbers/").content.decode()

    assert (page.count("topic-new: summary"), NUMBER in page) == (3, False)
    assert signed_in(official).get("/administration/kept-numbers/").status_code == 403
