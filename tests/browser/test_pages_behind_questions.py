"""Pages of a question that stand only after an act: it is proposed or brought in, a plan is out, a round is closed.

Looked at as those of `test_pages.py`, all in one mode; what an act made is taken back where it would stand in others' way.
"""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.crawl import links_to
from tests.browser.forms import day, file, press, save
from tests.browser.looking import at_a_desk, look, on_a_phone, sign_in
from tests.browser.test_pages import TOPIC
from tests.browser.walks import walks

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.looking import Faults
OTHER_TOPIC = "/topics/unga-och-kriminella-natverk/"


@on_a_phone
@walks("topic-proposed")
def test_a_question_that_is_proposed(reader: Page) -> None:
    sign_in(reader, "administrator")
    reader.goto(f"{TOPIC}propose/")
    while (ticked := reader.locator("[name=forums]:checked")).count():
        ticked.first.uncheck()
    reader.locator("[name=forums]").last.check()
    reader.locator("[name=title]").fill("Rutin vid oro på biblioteken")
    reader.locator("[name=look]").click()
    reader.locator("[name=send]").click()
    reader.wait_for_url("**/proposed/**")

    found = look(reader)

    press(reader, "undo")
    assert found == []


@on_a_phone
@walks("topic-bring-in-look")
def test_a_question_from_another_municipality(reader: Page) -> None:
    """This one's own file under another name and with one measure more: each part is said to be new."""
    sign_in(reader, "administrator")
    told = json.loads(reader.request.get(f"{TOPIC}file/save/?questions&plan&kinds").text())
    told["topic"] = {"name": "Oro på nätet", "slug": "oro-pa-natet"}
    reader.goto("/topics/bring-in/")
    reader.locator("[name=file]").set_input_files(file("fraga.json", "application/json", json.dumps(told)))
    save(reader)
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Oro på nätet")

    assert look(reader) == []


@at_a_desk
@walks("picture-send", "picture-answer", "picture-adopt")
def test_a_round_of_questions_to_its_adoption(reader: Page) -> None:
    """Of a question where no round is out; only who leads it is asked."""
    sign_in(reader, "administrator")
    reader.goto(f"{OTHER_TOPIC}pictures/new/")
    reader.locator("[name=title]").fill(f"Lägesbild {secrets.token_hex(3)}")
    save(reader)
    picture = reader.url.removesuffix("ask/")
    me = reader.locator("[name=people] option", has_text="Per Nyström").get_attribute("value")
    reader.locator("[name=people]").select_option(me)
    save(reader)
    reader.goto(f"{picture}send/")
    found = look(reader)
    reader.locator("[name=answer_by]").fill(day(10))
    save(reader)
    reader.goto(links_to(reader, "picture-answer")[0])
    found += look(reader)
    reader.goto(f"{picture}texts/")
    reader.locator("[name=mapping]").fill("Lugnt i centrum.")
    reader.locator("[name=analysis]").fill("Rutinen räcker.")
    save(reader)
    press(reader, "close")
    reader.goto(links_to(reader, "picture-adopt")[0])

    assert [*found, *look(reader)] == []


@at_a_desk
@walks("consultation-extend", "consultation-reply", "unit", "plan-begin")
def test_a_unit_and_a_person_are_asked_what_they_think_of_a_plan(reader: Page, faults: Faults) -> None:
    """A new edition goes out for consultation, to who looks at it as well, and is revoked afterwards."""
    sign_in(reader, "administrator")
    reader.goto("/administration/organisations/0486/")
    reader.goto(links_to(reader, "unit-new")[0])
    name = f"Kulturnämnden {secrets.token_hex(3)}"
    reader.locator("[name=name]").fill(name)
    reader.locator("[name=contact_address]").fill("kultur@demo.example")
    save(reader)
    reader.goto("/administration/organisations/0486/")
    unit = links_to(reader, "unit")[-1]
    reader.goto(f"{TOPIC}plan/")
    press(reader, "revise")
    plan = reader.url
    reader.goto(f"{plan}consult/")
    reader.get_by_label(name).check()
    reader.locator("[name=people] option", has_text="Per Nyström").evaluate("option => option.selected = true")
    reader.locator("[name=reply_by]").fill(day(20))
    save(reader)
    reader.goto(plan)
    asked = [links_to(reader, f"consultation-{act}")[0] for act in ("extend", "reply")]

    found = faults(reader, [*asked, unit, f"{OTHER_TOPIC}plan/begin/"])

    reader.goto(f"{plan}revoke/")
    reader.locator("[name=reason]").fill("Prov.")
    save(reader)
    assert found == []
