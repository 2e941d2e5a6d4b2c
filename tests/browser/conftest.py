"""A browser in front of a whole installation: `manage.py run` with the demo, real workers, real mail."""

from __future__ import annotations

import email
import email.policy
import os
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from config.processes import wait_until
from tests.project.installation import Installation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import EmailMessage

    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 10_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = os.path.dirname(__file__)  # noqa: PTH120  (compared with pytest's own strings)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    if CHROMIUM is None and os.environ.get("CI") == "true":
        pytest.fail("No Chromium is found. Install Debian's package chromium.")
    if CHROMIUM is None:
        pytest.skip("Browser tests need a Chromium: install Debian's package chromium.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": list(QUIET)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], site: DemoInstallation) -> dict[str, Any]:
    expect.set_options(timeout=PATIENCE)
    return {**browser_context_args, "base_url": site.address, "locale": "sv-SE", "timezone_id": "Europe/Stockholm"}


class DemoInstallation(Installation):
    """With the demo loaded, as somebody who tries the product for the first time has it."""

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "DEMO": "1"}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def mails(self, recipient: str) -> list[EmailMessage]:
        """What the mail sink has accepted for the address, oldest first."""
        files = sorted((self.folder / "var/mail").glob("*.eml"))
        found = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
        return [mail for mail in found if recipient in str(mail["To"])]

    def mail_to(self, recipient: str, containing: str, seconds: float = 20) -> EmailMessage:
        """The first mail to the address whose text holds the words; waits for the workers."""
        found: list[EmailMessage] = []

        def has_come() -> bool:
            found[:] = [mail for mail in self.mails(recipient) if containing in text_of(mail)]
            return bool(found)

        assert wait_until(has_come, seconds), [str(mail["Subject"]) for mail in self.mails(recipient)]
        return found[0]


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    return str(part.get_content()) if part else ""


@pytest.fixture(scope="session")
def site() -> Iterator[DemoInstallation]:
    installation = DemoInstallation()
    installation.start()
    yield installation
    installation.remove()


@pytest.fixture
def page_of(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Callable[[str], Page]]:
    """A browser of its own for each person of the demo, signed in by one click."""
    contexts = []

    def open_for(role: str) -> Page:
        context = browser.new_context(**browser_context_args)
        contexts.append(context)
        page = context.new_page()
        page.goto("/")
        page.get_by_role("button", name=role).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    yield open_for
    for context in contexts:
        context.close()
