"""A demo that runs, and what its mail sink has taken."""

from __future__ import annotations

import email
import email.policy
import shutil
from typing import TYPE_CHECKING

from config.processes import wait_until
from tests.project.installation import Installation
from tests.sink import text_of

if TYPE_CHECKING:
    from email.message import EmailMessage

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
