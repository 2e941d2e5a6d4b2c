"""Every page that links lead to: no axe violation, no sideways scroll, no word in the console, no link that leads nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.crawl import crawl
from tests.browser.looking import find_faults, sign_in
from tests.browser.page_names import LINKED
from tests.browser.test_pages import COUNCIL

if TYPE_CHECKING:
    from playwright.sync_api import Page

STARTS = ["/", "/forums/", "/topics/", "/oppet/", "/demo/mail/", f"{COUNCIL}meetings/"]


@pytest.mark.exhaustive
def test_every_page_that_links_lead_to(reader: Page) -> None:
    pages, wrong = dict[str, str](), list[str]()
    for role in ("secretary", "administrator", "coordinator"):
        sign_in(reader, role)
        found, faulty = crawl(reader, STARTS)
        new = {name: address for name, address in found.items() if address and name not in pages}
        walked = [address for name, address in new.items() if name in LINKED]
        wrong += faulty + find_faults(reader, walked)
        pages |= new

    assert wrong == []
    assert LINKED - pages.keys() == set()
