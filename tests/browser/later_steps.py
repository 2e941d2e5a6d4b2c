"""Steps 8 to 10 of the demo, and its end: the mail, the killed worker, the neighbour's lines, Ctrl-C."""

from __future__ import annotations

import json
import os
import re
import signal
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import expect

from config.processes import wait_until
from tests.browser.strip import go_on, go_on_again, shell
from tests.project.installation import gone_within
from tests.sink import text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.site import DemoInstallation

HEAD: Final = "rektor@demo.example"
LEADER: Final = "fritidsledare@demo.example"
TASK: Final = "Gå igenom rutinen vid oro med personalen på fritidsgården"


def done_by_mail(site: DemoInstallation, page: Page) -> str:
    """Why it came, the link, done; the link again does no harm. Returns the action's id as the secretary sees it."""
    go_on(page, 8)
    site.mail_to(HEAD, "/link/a")
    page.reload()
    page.locator("ul.work a").first.click()
    letter = page.frame_locator("iframe")
    expect(letter.get_by_text("Du får mejlet för att")).to_be_visible()
    letter.get_by_role("link").first.click()
    page.get_by_role("button", name="Klart, det är gjort").click()
    expect(page.locator(".tag.done")).to_be_visible()
    page.reload()
    expect(page.locator(".tag.done")).to_be_visible()
    page.get_by_role("button", name="Se det som sekreterare").click()
    expect(page.get_by_text(re.compile(r"^Klart via mejllänk i dag \d+\.\d\d"))).to_be_visible()
    return page.url.rstrip("/").rpartition("/")[2]


def kill_the_mail_worker(site: DemoInstallation, page: Page) -> None:
    """The number in the terminal and on the strip is the worker's; what is sent afterwards comes once."""
    go_on(page, 9)
    expect(page.get_by_role("listitem").filter(has_text=TASK).first).to_contain_text(LEADER)
    mail_worker = site.pids()["worker mail"]
    assert f"worker mail {mail_worker}" in site.said()
    expect(page.locator(".tour code")).to_have_text(f"kill -9 {mail_worker}")
    os.kill(mail_worker, signal.SIGKILL)
    page.get_by_role("button", name="Till anteckningarna").click()
    page.get_by_role("button", name=re.compile("^Upprätta")).click()
    page.get_by_role("button", name=re.compile("^Skicka")).click()
    site.mail_to(LEADER, TASK, seconds=60)
    assert site.comes_back("worker mail", mail_worker, within=30)
    go_on_again(page, 9)
    assert len([mail for mail in site.mails(LEADER) if TASK in text_of(mail)]) == 1


def read_as_the_neighbour(site: DemoInstallation, page: Page, action: str) -> None:
    """The lines of the page, pasted into a shell."""
    go_on(page, 10)
    expect(page.get_by_text("404", exact=True)).to_be_visible()
    token, forums, actions, stranger, draft, changes, again = page.locator("pre.code").all_inner_texts()

    def answer(line: str) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(shell(f"{token}\n{line}"))
        return read

    assert {one["name"] for one in answer(forums)["forums"]} == {"Brottsförebyggande rådet", "Länsstyrelsens nätverk"}
    told = json.dumps(answer(actions), ensure_ascii=False)
    assert "Trygghetsansvarig" in told
    assert "Jonas Ekström" not in told
    assert HEAD not in told
    assert answer(stranger)["status"] == 404
    assert answer(draft)["agendaItems"] == []
    assert ("action-items", action) in {(one["kind"], one["id"]) for one in answer(changes)["changes"]}
    assert " 304 " in shell(f"{token}\n{again}")


def ctrl_c_leaves_nothing(site: DemoInstallation) -> None:
    processes = site.all_processes()
    assert site.process is not None
    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(60) == 0
    assert wait_until(lambda: "Stopped" in site.said(), 5)
    assert gone_within(processes, 10)
