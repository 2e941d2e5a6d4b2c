"""A browser in front of a whole installation: `manage.py run` with the demo, real workers, real mail."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.browser.crawl import name_of
from tests.browser.looking import ALL, SAMPLE, find_faults, sign_in
from tests.browser.site import CHROMIUM, QUIET, DemoInstallation
from tests.browser.walks import begin, note, said_but_not_walked

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.looking import Faults, Mode

TEN_STEPS = pytest.mark.xdist_group("ten-steps")
PATIENCE = 60_000  # a loaded machine is slow, not wrong


@pytest.hookimpl(wrapper=True, tryfirst=True)  # marks before the groups are read, puts first after all is shuffled
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    here = os.path.dirname(__file__)  # noqa: PTH120  (compared with pytest's own strings)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            if not item.get_closest_marker("xdist_group"):
                item.add_marker(pytest.mark.xdist_group("browser"))
    yield
    # Groups begin by size: the longest test of all is one alone, and at the end the other worker would wait for it.
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") != TEN_STEPS.mark)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    begin()
    done = yield
    if unseen := said_but_not_walked(item):
        pytest.fail(f"It says that it walks pages that it has not looked at: {sorted(unseen)}")
    return done


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None and os.environ.get("CI") == "true":
        pytest.fail("No Chromium is found. Install Debian's package chromium.")
    if CHROMIUM is None:
        pytest.skip("Browser tests need a Chromium: install Debian's package chromium.")
    expect.set_options(timeout=PATIENCE)
    # Playwright's loop stays in this thread; tests after it use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield launched
        launched.close()


@pytest.fixture
def browser_context_args(site: DemoInstallation) -> dict[str, Any]:
    """What every context starts from: the demo's address, Swedish, Swedish time."""
    return {"base_url": site.address, "locale": "sv-SE", "timezone_id": "Europe/Stockholm"}


@pytest.fixture(scope="session")
def site() -> Iterator[DemoInstallation]:
    installation = DemoInstallation()
    installation.migrate()
    installation.start()
    yield installation
    installation.remove()


@pytest.fixture
def page_of(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Callable[..., Page]]:
    """A browser of its own for each role of the demo, signed in; what else is wanted goes to the browser."""
    contexts = []

    def open_for(role: str, **wanted: Any) -> Page:
        contexts.append(browser.new_context(**{**browser_context_args, **wanted}))
        page = contexts[-1].new_page()
        sign_in(page, role)
        return page

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture
def page(page_of: Callable[..., Page]) -> Page:
    """The secretary's."""
    return page_of("secretary")


@pytest.fixture(params=[*SAMPLE, *(pytest.param(mode, marks=pytest.mark.exhaustive) for mode in ALL)], ids=str)
def mode(request: pytest.FixtureRequest) -> Mode:
    taken: Mode = request.param
    return taken


@pytest.fixture
def reader(mode: Mode, browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A page in that mode, not signed in."""
    wanted = {
        "color_scheme": mode.scheme,
        "viewport": {"width": mode.width, "height": 900},
        "locale": mode.language,
    }
    context = browser.new_context(**{**browser_context_args, **wanted})
    yield context.new_page()
    context.close()


@pytest.fixture
def faults(mode: Mode) -> Faults:
    """What is wrong with those of the pages that this mode takes; its other half takes the rest."""

    def find(page: Page, addresses: list[str]) -> list[str]:
        taken = addresses[mode.taken]
        assert taken
        for address in addresses:
            note(name_of(address))
        return find_faults(page, taken)

    return find
