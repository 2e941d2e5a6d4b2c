"""The line of the log: its list, what it asks, what is pasted into it, and how it goes along when its point is left."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.logging import DAY, LINE, NOTES, is_saved, open_log
from tests.browser.looking import sign_in, sign_out

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_the_line_is_a_combobox(page: Page) -> None:
    """Roles, states and keys of the ARIA Authoring Practices: editable, list autocomplete."""
    open_log(page)
    line = page.get_by_role("combobox", name="Skriv beslut eller uppdrag")
    rows = page.get_by_role("listbox", name="Så tolkas raden").get_by_role("option")
    line.focus()
    expect(line).to_have_attribute("aria-expanded", "false")
    page.keyboard.type("Ring @s")
    expect(line).to_have_attribute("aria-expanded", "true")
    expect(line).to_have_attribute("aria-controls", "line-options")
    expect(line).to_have_attribute("aria-autocomplete", "list")
    first = rows.first.get_attribute("id") or ""
    expect(line).to_have_attribute("aria-activedescendant", first)
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_have_attribute("aria-selected", "true")
    expect(line).to_have_attribute("aria-activedescendant", rows.nth(1).get_attribute("id") or "")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(rows.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(line).to_have_attribute("aria-expanded", "false")
    expect(line).to_have_value("Ring @s")
    page.keyboard.press("ArrowDown")
    expect(line).to_have_attribute("aria-expanded", "true")
    name = rows.first.locator("b").inner_text()
    page.keyboard.press("Home")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(line).to_have_value(re.compile(f"^Ring @{name}"))
    expect(page.locator("#line-said")).to_contain_text("Uppdrag till")
    expect(line).to_be_focused()
    page.keyboard.press("Tab")
    expect(line).to_have_attribute("aria-expanded", "false")
    line.fill("")


def test_a_choice_by_mouse_keeps_the_focus(page: Page) -> None:
    open_log(page)
    page.locator(LINE).click()
    page.keyboard.type(f"Vald med musen @polisen {DAY}")
    page.get_by_role("option", name="Spara som anteckning").click()

    expect(page.locator(LINE)).to_be_focused()
    expect(page.locator(LINE)).to_have_value("")
    is_saved(page)
    page.reload()
    assert "Vald med musen" in page.locator(NOTES).input_value()


def test_a_line_that_is_not_clear_asks(page: Page) -> None:
    open_log(page)
    page.locator(LINE).click()
    page.keyboard.type(f"Ring hem @ingen {DAY}")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Ingen här heter ”ingen”. Välj i listan.").first).to_be_visible()
    expect(page.locator("#ask select")).to_be_focused()
    page.locator("#ask select").select_option(label="Kommunpolis, Polisen")
    page.locator("#ask").get_by_role("button", name="Ge uppdraget").click()
    expect(page.locator("#outcome")).to_contain_text("Ring hem")
    expect(page.locator("#ask")).to_be_empty()


def test_a_line_that_was_not_entered_goes_with_its_point(page: Page) -> None:
    """ "Done with the point" sends it first; what it asks is answered before the point is left."""
    address = open_log(page)
    point = page.locator(".item.open").get_attribute("id") or ""
    line = f"Skrivet men inte sänt {datetime.now(tz=UTC):%H.%M.%S}."
    page.locator(LINE).fill(line)
    page.locator("#done").click()
    expect(page.locator(f"#{point}:not(.open)")).to_contain_text(line)
    page.goto(address)
    expect(page.locator("#outcome .record", has_text=line)).to_have_count(1)
    expect(page.locator(LINE)).to_have_value("")

    page.locator(NOTES).fill("Kvar under frågan")
    page.locator(LINE).fill("Ring vaktmästaren @ingen löpande")
    page.locator(LINE).press("Control+Enter")
    expect(page.locator("#ask select")).to_be_focused()
    expect(page.locator(f"#{point}")).to_have_class(re.compile("open"))
    expect(page.locator(LINE)).to_have_value("Ring vaktmästaren @ingen löpande")
    page.locator("#ask select").select_option(label="Kommunpolis, Polisen")
    page.locator("#ask").get_by_role("button", name="Ge uppdraget").click()
    expect(page.locator("#outcome")).to_contain_text("Ring vaktmästaren")
    expect(page.locator(LINE)).to_have_value("")
    is_saved(page)
    page.goto(address)
    expect(page.locator(LINE)).to_have_value("")
    expect(page.locator(NOTES)).to_have_value("Kvar under frågan")


def test_what_was_just_written_is_saved_before_the_way_on(page: Page) -> None:
    address = open_log(page)
    line = f"Skrivet i sista stund {datetime.now(tz=UTC):%H.%M.%S}."
    page.locator(NOTES).fill("Rakt på knappen")
    page.locator(LINE).fill(line)
    page.locator("#finish").click()
    page.wait_for_url("**/minutes/")

    page.goto(address)
    expect(page.locator(NOTES)).to_have_value("Rakt på knappen")
    expect(page.locator("#outcome .record", has_text=line)).to_have_count(1)
    expect(page.locator("#contact")).to_be_empty()


def test_a_pasted_list_goes_on_in_several_lines(page: Page) -> None:
    open_log(page)
    page.locator(LINE).fill("Rådet beslutar:")
    page.locator(LINE).evaluate(
        """field => {
            const data = new DataTransfer();
            data.setData("text/plain", "·\\tbe\\u00adlysning\\r\\n·\\tklotter");
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    long = page.locator("#add-decision textarea").first
    expect(long).to_be_focused()
    page.get_by_role("button", name="Spara beslutet").click()

    expect(page.locator("#outcome")).to_contain_text(re.compile(r"Rådet beslutar:\s*• belysning\s*• klotter"))
    expect(page.locator(LINE)).to_have_value("")


def test_a_personal_identity_number_in_a_note_asks_without_taking_the_page_away(page: Page) -> None:
    sign_out(page)
    sign_in(page, "secretary", afresh=True)
    open_log(page)
    page.locator(NOTES).fill("Gäller 850709-9805.")
    asked = page.locator("#contact").get_by_role("button", name="Det måste stå kvar")
    expect(asked).to_be_visible()
    page.locator(NOTES).fill("Gäller skolan.")
    expect(asked).to_have_count(0)
    is_saved(page)
    page.locator(NOTES).fill("Gäller 850709-9805.")
    asked.click()
    page.get_by_label("Det måste stå här").check()
    page.get_by_role("button", name="Spara").click()
    expect(page.locator(NOTES)).to_have_value("Gäller 850709-9805.")
    expect(asked).to_have_count(0)
    page.locator(NOTES).fill("Gäller skolan.")  # others who log here would be asked about it
    is_saved(page)


def test_a_personal_identity_number_in_a_line_is_asked_about(page: Page) -> None:
    sign_out(page)
    sign_in(page, "secretary", afresh=True)
    open_log(page)
    page.locator(LINE).fill("Rådet tar upp 850709-9805.")
    page.locator(LINE).press("Enter")
    page.get_by_label("Ta bort numret ur din text").fill("Rådet tar upp oron.")
    page.get_by_role("button", name="Spara").click()
    expect(page.locator("#outcome")).to_contain_text("Rådet tar upp oron.")
    expect(page.locator(LINE)).to_have_value("")
