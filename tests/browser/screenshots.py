"""The README's pictures, taken from a fresh demo: `make screenshots`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from config.env import BASE_DIR
from tests.browser.site import CHROMIUM, QUIET, DemoInstallation
from tests.sink import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = BASE_DIR / "docs" / "screenshots"
HEAD = "rektor@demo.example"


def take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")  # icons are files
    page.evaluate("document.fonts.ready")
    page.screenshot(path=FOLDER / f"{name}.png")


def signed_in(browser: Browser, site: DemoInstallation, role: str) -> Page:
    page = browser.new_page(
        base_url=site.address, locale="sv-SE", viewport={"width": 1280, "height": 860}, color_scheme="light"
    )
    page.goto("/")
    page.get_by_role("button", name=role).click()
    return page


def at_step(page: Page, number: int) -> None:
    """The page of one of the ten steps, without their strip."""
    page.goto("/demo/")
    page.locator(f"main button[name=step][value='{number}']").click()
    address = page.url
    page.goto("/demo/")
    page.request.post("/demo/go/", form={"leave": "1"})
    page.goto(address)


def pictures(browser: Browser, site: DemoInstallation) -> None:
    first = browser.new_page(base_url=site.address, locale="sv-SE", viewport={"width": 1280, "height": 860})
    first.goto("/")
    take(first, "landing")
    secretary = signed_in(browser, site, "Sekreterare")
    take(secretary, "start")
    secretary.get_by_role("link", name="För anteckningar").first.click()
    take(secretary, "log")
    at_step(secretary, 5)
    take(secretary, "agenda")
    at_step(secretary, 7)
    take(secretary, "minutes")
    at_step(secretary, 9)
    take(secretary, "reminders")
    coordinator = signed_in(browser, site, "Samordnare")
    coordinator.goto("/topics/valdsbejakande-extremism/")
    take(coordinator, "topic")
    found = re.search(r"https?://\S+/link/a\S+/", text_of(site.mail_to(HEAD, "/link/a")))
    if found:
        reader = browser.new_page(locale="sv-SE", viewport={"width": 1280, "height": 860})
        reader.goto(found.group())
        take(reader, "link")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    site = DemoInstallation()
    site.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
            pictures(browser, site)
            browser.close()
    finally:
        site.remove()


if __name__ == "__main__":
    main()
