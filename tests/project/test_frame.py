from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from forum.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/style/", "/accounts/login/", "/accounts/password/reset/", "/nowhere/"])
def test_a_page_has_one_main_one_heading_and_nothing_inline(client: Client, address: str) -> None:
    html = client.get(address).content.decode()
    assert len(re.findall(r"<main\b", html)) == 1
    assert len(re.findall(r"<h1\b", html)) == 1
    assert re.findall(r"\sstyle=|<style|<script(?![^>]*\bsrc=)|\son[a-z]+=\"", html) == []


def test_the_style_page_is_closed_where_things_are_real(client: Client, settings: Settings) -> None:
    assert client.get("/style/").status_code == 200
    settings.DEMO = False
    assert client.get("/style/").status_code == 404


def test_pages_for_repair_are_entered_by_the_sign_in_that_asks_for_the_second_step(client: Client) -> None:
    assert client.get("/admin/login/")["Location"].startswith("/accounts/login/?")


def test_the_language_is_changed_by_a_plain_form(client: Client) -> None:
    html = client.get("/accounts/login/", headers={"accept-language": "sv"}).content.decode()
    assert '<button class="link" type="submit" name="language" value="en" lang="en">English</button>' in html
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/accounts/login/"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert '<html lang="en">' in client.get("/accounts/login/").content.decode()


def test_a_nul_in_an_address_is_no_error_of_ours(client: Client, administrator: Person) -> None:
    client.force_login(administrator)
    addresses = ["/forums/?organisation=%00", "/administration/people/?q=%00", "/administration/organisations/?q=%00"]
    assert [client.get(address).status_code for address in addresses] == [400, 400, 400]


def test_all_forums_of_a_large_municipality_can_be_ticked_at_once(client: Client) -> None:
    boxes = {f"forum-{number}": "on" for number in range(1500)}
    assert client.post("/i18n/setlang/", {"language": "en", **boxes}).status_code == 302


def test_a_page_that_is_missing_says_what_to_do(client: Client) -> None:
    client.post("/i18n/setlang/", {"language": "en"})
    answer = client.get("/nowhere/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()
