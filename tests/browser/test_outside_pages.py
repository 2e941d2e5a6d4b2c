"""Pages for those who never sign in: what is open to all, and what stands behind a mail's link. Looked at as those of `test_pages.py`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import find_faults, sign_in
from tests.browser.test_pages import COUNCIL, TOPIC
from tests.browser.walks import walks
from tests.sink import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.looking import Faults
    from tests.browser.site import DemoInstallation

PUBLIC = [
    "/oppet/",
    "/oppet/dates/",
    "/oppet/search/",
    "/oppet/search/?q=skola",
    "/oppet/stod/",
    "/oppet/rutin/0486/",
    "/oppet/kontakt/",
    f"/oppet{COUNCIL}",
    f"/oppet{COUNCIL}follow/asked/",
    "/tillganglighet/",
    "/personuppgifter/",
]


@walks(*PUBLIC, "public-minutes", "public-minutes-version")
def test_public_pages(reader: Page, faults: Faults) -> None:
    reader.goto("/oppet/")
    minutes = re.findall(r"/oppet/minutes/[0-9a-f-]{36}/", reader.content())[0]

    assert faults(reader, [*PUBLIC, minutes, f"{minutes}1/"]) == []


@walks("minutes-publish", "minutes-publish-preview")
def test_the_way_to_the_public_pages(reader: Page, faults: Faults) -> None:
    reader.goto("/oppet/")
    minutes = re.findall(r"/minutes/[0-9a-f-]{36}/", reader.content())[0]
    publish = f"/meetings{minutes.removeprefix('/minutes')}minutes/1/publish/"
    sign_in(reader, "secretary")
    reader.goto(publish)
    reader.locator("summary", has_text=re.compile("Dra tillbaka|Withdraw")).click()
    reader.locator("[name=reason]").fill("Vi ser det igen")
    reader.locator("button.stop").click()
    assert reader.request.get(f"/oppet{minutes}").status == 410

    found = faults(reader, [publish, f"{publish}preview/", f"/oppet{minutes}"])

    reader.goto(f"{publish}preview/")
    reader.locator("[name=reviewed]").check()
    if reader.locator("[name=anyway]").count():
        reader.locator("[name=anyway]").check()
    reader.locator("#main form button[type=submit]").last.click()
    assert reader.request.get(f"/oppet{minutes}").status == 200
    assert found == []


@walks("signed-link")
@pytest.mark.parametrize("kind", ["a", "g"], ids=["an action", "a guest's point"])
def test_the_page_behind_a_mail_link(site: DemoInstallation, reader: Page, kind: str) -> None:
    mail = site.mail_to("rektor@demo.example", f"/link/{kind}")
    link = re.search(rf"https?://\S+/link/{kind}\S+/", text_of(mail))
    assert link

    assert find_faults(reader, [link.group()]) == []


@walks("public-picture", "picture", "picture-answers")
def test_what_those_asked_and_the_public_see_of_situation_pictures(
    site: DemoInstallation, reader: Page, faults: Faults
) -> None:
    link = re.search(r"https?://\S+/link/q\S+/", text_of(site.mail_to("fritidschef@demo.example", "/link/q")))
    assert link
    sign_in(reader, "administrator")
    reader.goto(f"{TOPIC}pictures/")
    rounds = dict.fromkeys(re.findall(f"{TOPIC}pictures/[0-9a-f-]{{36}}/", reader.content()))
    public = [
        page for one in rounds if (page := f"/oppet/pictures/{one.split('/')[-2]}/") and reader.request.get(page).ok
    ]
    reader.goto(next(iter(rounds)))

    assert faults(reader, [link.group(), public[0], f"{next(iter(rounds))}answers/", next(iter(rounds))]) == []
