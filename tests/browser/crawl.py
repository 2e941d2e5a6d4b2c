"""Follows the links of the demo as one of its people, and tells which page of the URLconf stands where."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from playwright.sync_api import Page

EXAMPLES: Final = 2  # of one kind of page: the first is often an empty one
MEETINGS: Final = {
    "meeting": 30,
    "meeting-minutes": 30,
    "meeting-log": 8,
    "document": 4,
}  # in each state another page hangs on them
OTHERS: Final = ("/admin/", "/api/")  # Django's own pages for repair; the API's are no pages
LINK: Final = re.compile(r'<a [^>]*?href="(/[^"#]*)|hx-get="(/[^"#]*)')


def patterns(found: Iterable[URLPattern | URLResolver], before: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the URLconf with what stands before it."""
    for one in found:
        address = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, address)
        else:
            yield address, one


def methods(view: Callable[..., object] | None) -> list[str] | None:
    """What `require_http_methods` and its kin allow; None when nothing is said."""
    while view is not None:
        code, cells = getattr(view, "__code__", None), getattr(view, "__closure__", None) or ()
        for name, cell in zip(code.co_freevars if code else (), cells, strict=False):
            if name == "request_method_list":
                allowed: list[str] = cell.cell_contents
                return allowed
        view = getattr(view, "__wrapped__", None)
    return None


def named_pages() -> set[str]:
    """The names of all addresses that can be looked at."""
    return {
        str(one.name)
        for address, one in patterns(get_resolver().url_patterns)
        if one.name and not address.startswith(OTHERS) and "GET" in (methods(one.callback) or ["GET"])
    }


def name_of(address: str) -> str:
    """The name in the URLconf; empty for what is not ours to walk."""
    path = urlsplit(address).path
    try:
        return "" if path.startswith(OTHERS) else resolve(path).url_name or ""
    except Resolver404:
        return ""


def links_to(page: Page, name: str) -> list[str]:
    """The addresses of that name that the page as it stands leads to."""
    found = (unescape(first or second) for first, second in LINK.findall(page.content()))
    return [address for address in dict.fromkeys(found) if name_of(address) == name]


def crawl(page: Page, starts: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """One address per kind of page that is reached by links, and what answered with a fault."""
    found, faults, ahead, seen, times = dict[str, str](), list[str](), [*starts], set[str](), dict[str, int]()
    while ahead:
        address = ahead.pop(0)
        name = name_of(address)
        if address in seen or not name or times.get(name, 0) >= MEETINGS.get(name, EXAMPLES):
            continue
        seen.add(address)
        times[name] = times.get(name, 0) + 1
        answer = page.request.get(address)
        if not answer.ok:
            faults.append(f"{address}: {answer.status}")
        elif "text/html" in answer.headers.get("content-type", ""):
            found.setdefault(name, address)
            ahead += [unescape(first or second) for first, second in LINK.findall(answer.text())]
        else:
            found.setdefault(name, "")
    return found, faults
