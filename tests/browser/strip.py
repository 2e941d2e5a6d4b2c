"""What a person does again and again in the demo: follow its strip, find a row, write, paste a line."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def go_on(page: Page, number: int) -> None:
    page.locator(f".tour button[name=step][value='{number}']").click()
    expect(page.locator(".tour")).to_contain_text(f"Steg {number} av 10")


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name))


def shell(line: str) -> str:
    ran = subprocess.run(["bash", "-c", line], check=True, capture_output=True, text=True, timeout=30)
    return ran.stdout


def go_on_again(page: Page, number: int) -> None:
    page.goto("/demo/")
    page.locator(f"main button[name=step][value='{number}']").click()
    expect(page.locator(".tour")).to_contain_text(f"Steg {number} av 10")


def write(page: Page, words: str) -> None:
    """The log saves what was written when its field is left."""
    page.locator("[name=notes]").first.fill(words)
    page.locator("[name=notes]").first.blur()
