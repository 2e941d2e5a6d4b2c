"""What is fetched from the internet can neither turn us inward nor fill us nor keep us, and tells nothing of ours."""

from __future__ import annotations

import gzip
import time
from typing import TYPE_CHECKING

import pytest

from forum.delivery.outgoing import Fetched, Known, OutgoingError, fetch
from forum.enums import FetchProblem
from forum.services.outside_addresses import OutsideAddressError, is_outside, read_outside_address
from tests.outside import NAMES, Directory, OutsideServer, answer

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from pathlib import Path

    from pytest_django import Settings

MOST = 100_000
WITHIN = """
127.0.0.1 127.8.8.8 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 169.254.170.2 100.64.0.1
100.100.100.200 168.63.129.16 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1
239.255.255.250 240.0.0.1 255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::ffff:0:7f00:1
64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::7f00:1 100::1 2001::1 2001:0:7f00:1::1 2001:2::1 2001:10::1 2001:db8::1
2002:7f00:1::1 2002:a00:1::1 3fff::1 5f00::1 fc00::1 fd00:ec2::254 fd12:3456::1 fe80::1 fe80::1%1 fec0::1 ff02::1 ff0e::1 nonsense
"""
#: Spellings of this machine and its network that a resolver understands.
IN_DISGUISE = """
127.1 2130706433 0x7f000001 0x7f.0.0.1 0177.0.0.1 017700000001 127.0.0.1. 10.1 0xa9fea9fe 2852039166 localhost localhost.
[::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:a00:1] [64:ff9b::a9fe:a9fe] [fd00:ec2::254] [fe80::1] ①②⑦.⓪.⓪.①
"""


@pytest.mark.parametrize("address", WITHIN.split())
def test_these_addresses_lead_inside(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "192.36.148.17", "2001:67c:2b0::1", "2a00:1450:400f:801::200e", "2606:4700::1"]
)
def test_these_addresses_lead_to_the_internet(address: str) -> None:
    assert is_outside(address)


@pytest.mark.parametrize("host", IN_DISGUISE.split())
def test_no_spelling_of_this_machine_is_connected_to(host: str, no_connections: list[object]) -> None:
    assert problem_of(f"https://{host}/x.ics") in {FetchProblem.INSIDE, FetchProblem.ADDRESS, FetchProblem.UNKNOWN_NAME}
    assert no_connections == []


@pytest.mark.parametrize("address", [one for one in WITHIN.split() if one != "nonsense" and "%" not in one])
def test_a_name_that_leads_inside_is_not_connected_to(
    address: str, directory: Directory, no_connections: list[object]
) -> None:
    directory.known["rebound.example"] = ["8.8.8.8", address]
    directory.real = lambda host, port, **_: [(2, 1, 6, "", (host, port))]
    assert problem_of("https://rebound.example/x.ics") == FetchProblem.INSIDE
    assert no_connections == []


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("http://calendar.demo.example/x.ics", FetchProblem.ADDRESS),
        ("ftp://calendar.demo.example/x.ics", FetchProblem.ADDRESS),
        ("file:///etc/passwd", FetchProblem.ADDRESS),
        ("gopher://calendar.demo.example/", FetchProblem.ADDRESS),
        ("calendar.demo.example/x.ics", FetchProblem.ADDRESS),
        ("https:///x.ics", FetchProblem.ADDRESS),
        ("https://", FetchProblem.ADDRESS),
        ("", FetchProblem.ADDRESS),
        ("https://calendar.demo.example:99999/", FetchProblem.ADDRESS),
        ("https://calendar.demo.example/a b", FetchProblem.ADDRESS),
        ("https://calendar.demo.example/a\r\nHost: inside", FetchProblem.ADDRESS),
        ("https://calendar.demo.example\\@inside.example/", FetchProblem.ADDRESS),
        ("https://[fe80::1%25eth0]/", FetchProblem.ADDRESS),
        ("https://[nonsense]/", FetchProblem.ADDRESS),
        ("https://-a.example/", FetchProblem.ADDRESS),
        (f"https://calendar.demo.example/{'a' * 2000}", FetchProblem.ADDRESS),
        ("https://user:secret@calendar.demo.example/x.ics", FetchProblem.CREDENTIALS),
        ("https://inside.example@calendar.demo.example/x.ics", FetchProblem.CREDENTIALS),
        ("https://calendar.demo.example:22/", FetchProblem.PORT),
        ("https://calendar.demo.example:8443/x.ics", FetchProblem.PORT),
    ],
)
def test_an_address_that_is_not_asked_at_all(address: str, problem: FetchProblem) -> None:
    with pytest.raises(OutsideAddressError) as caught:
        read_outside_address(address)
    assert caught.value.problem == problem


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("webcal://Calendar.Demo.Example./a/b.ics?x=1&y=å#part", "https://calendar.demo.example/a/b.ics?x=1&y=%C3%A5"),
        (" https://råd.demo.example ", "https://xn--rd-yia.demo.example/"),
        ("HTTPS://calendar.demo.example:443/%C3%A5/x%20y.ics", "https://calendar.demo.example/%C3%A5/x%20y.ics"),
        ("https://[2001:67C:2B0:0::1]/x.ics", "https://[2001:67c:2b0::1]/x.ics"),
    ],
)
def test_how_an_address_is_read(written: str, meant: str) -> None:
    assert read_outside_address(written).url == meant


def test_another_port_can_be_allowed(settings: Settings) -> None:
    settings.OUTGOING_PORTS = [443, 8443]
    assert read_outside_address("https://calendar.demo.example:8443/x").port == 8443


def test_what_a_server_has_comes_whole(outside: OutsideServer, directory: Directory) -> None:
    outside.say(answer(b"BEGIN", ETag='"one"', Last_Modified="Mon, 23 Nov 2026 08:00:00 GMT"))
    known = Known('"one"', "Mon, 23 Nov 2026 08:00:00 GMT")
    assert got(outside.url()) == Fetched(b"BEGIN", known)
    (asked,) = outside.asked
    assert asked.split("\r\n") == [
        "GET /calendar.ics HTTP/1.1",
        f"Host: calendar.demo.example:{outside.port}",
        "User-Agent: Samverka",
        "Accept: text/calendar, */*;q=0.1",
        "Accept-Encoding: gzip",
        "Connection: close",
        "",
        "",
    ]
    assert directory.asked == {"calendar.demo.example": 1}


def test_what_is_known_already_is_not_sent_again(outside: OutsideServer) -> None:
    outside.say(answer(status="304 Not Modified"))
    known = Known('"one"', "Mon, 23 Nov 2026 08:00:00 GMT")
    assert got(outside.url(), known=known) == Fetched(None, known)
    assert 'If-None-Match: "one"\r\nIf-Modified-Since: Mon, 23 Nov 2026 08:00:00 GMT\r\n' in outside.asked[0]


def test_a_packed_answer_is_unpacked(outside: OutsideServer) -> None:
    outside.say(answer(gzip.compress(b"BEGIN" * 1000), Content_Encoding="gzip"))
    assert got(outside.url()).body == b"BEGIN" * 1000


def test_an_answer_in_pieces_is_put_together(outside: OutsideServer) -> None:
    outside.say(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nBEG\r\n2\r\nIN\r\n0\r\n\r\n")
    assert got(outside.url()).body == b"BEGIN"


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        (answer(b"A" * (MOST + 1)), FetchProblem.TOO_LARGE),
        (answer(gzip.compress(b"A" * 50_000_000), Content_Encoding="gzip"), FetchProblem.TOO_LARGE),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"A" * (MOST * 3), FetchProblem.TOO_LARGE),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nBEGIN", FetchProblem.UNREADABLE),
        (answer(gzip.compress(b"A" * 999)[:-9], Content_Encoding="gzip"), FetchProblem.UNREADABLE),
        (answer(b"BEGIN", Content_Encoding="gzip"), FetchProblem.UNREADABLE),
        (answer(b"BEGIN", Content_Encoding="br"), FetchProblem.UNREADABLE),
        (answer(b"BEGIN", Content_Encoding="gzip, gzip"), FetchProblem.UNREADABLE),
        (b"nonsense\r\n\r\n", FetchProblem.UNREADABLE),
        (b"", FetchProblem.UNREADABLE),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", FetchProblem.UNREADABLE),
        (answer(b"BEGIN", status="206 Partial Content"), FetchProblem.FAILED),
        (answer(status="304 Not Modified"), FetchProblem.FAILED),
        (answer(status="401 Unauthorized"), FetchProblem.DENIED),
        (answer(status="404 Not Found"), FetchProblem.GONE),
        (answer(status="410 Gone"), FetchProblem.GONE),
        (answer(status="429 Too Many Requests"), FetchProblem.BUSY),
        (answer(status="500 Internal Server Error"), FetchProblem.FAILED),
        (answer(status="302 Found"), FetchProblem.REDIRECTS),
        (answer(status="302 Found", Location="http://calendar.demo.example/x.ics"), FetchProblem.ADDRESS),
        (answer(status="302 Found", Location="https://127.0.0.1:1/x.ics"), FetchProblem.UNREACHABLE),
        (answer(status="302 Found", Location="https://192.168.1.1/x.ics"), FetchProblem.INSIDE),
        (answer(status="302 Found", Location="https://169.254.169.254/latest/meta-data"), FetchProblem.INSIDE),
        (answer(status="307 Temporary Redirect", Location="https://a:b@moved.demo.example/"), FetchProblem.CREDENTIALS),
        (answer(status="302 Found", Location="webcal://moved.demo.example/"), FetchProblem.ADDRESS),
    ],
)  # fmt: skip
def test_what_a_server_should_not_say(script: bytes, problem: FetchProblem, outside: OutsideServer) -> None:
    outside.say(script)
    assert problem_of(outside.url()) == problem


def test_a_redirect_is_followed_without_anything_of_ours(outside: OutsideServer) -> None:
    outside.say(answer(status="301 Moved Permanently", Location=outside.url("/new.ics", NAMES[1]), Set_Cookie="a=b"))
    outside.say(answer(b"BEGIN"), "/new.ics")
    assert got(outside.url()).body == b"BEGIN"
    assert [
        line for line in outside.asked[1].split("\r\n") if line.startswith(("Host", "Cookie", "Referer", "Auth"))
    ] == [f"Host: moved.demo.example:{outside.port}"]


def test_three_redirects_and_no_more(outside: OutsideServer) -> None:
    outside.say(answer(status="302 Found", Location="/calendar.ics"))
    assert problem_of(outside.url()) == FetchProblem.REDIRECTS
    assert outside.connections == 4


def test_a_name_that_is_unknown(outside: OutsideServer) -> None:
    assert problem_of("https://nowhere.example/x.ics") == FetchProblem.UNKNOWN_NAME


def test_the_certificate_must_fit_the_name(outside: OutsideServer, directory: Directory) -> None:
    directory.known["other.example"] = ["127.0.0.1"]
    assert problem_of(outside.url(host="other.example")) == FetchProblem.CERTIFICATE
    assert outside.asked == []


def test_the_certificate_must_come_from_somebody_we_trust(
    outside: OutsideServer, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    stranger = OutsideServer(tmp_path / "other")
    settings.OUTGOING_TEST = {"ca_file": str(stranger.ca_file)}
    assert problem_of(outside.url()) == FetchProblem.CERTIFICATE
    stranger.close()


def test_nobody_listens(outside: OutsideServer) -> None:
    outside.close()
    assert problem_of(outside.url()) == FetchProblem.UNREACHABLE


def silent(line: ssl.SSLSocket, _: str) -> None:
    line.recv(1)


def headers_without_end(line: ssl.SSLSocket, _: str) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        line.sendall(b"X: y\r\n")


def dripping_body(line: ssl.SSLSocket, _: str) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        line.sendall(b"A")
        time.sleep(0.05)


def always_soon(line: ssl.SSLSocket, _: str) -> None:
    while True:
        line.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(0.01)


@pytest.mark.parametrize("script", [silent, dripping_body, always_soon])
def test_no_server_keeps_us_longer_than_we_want(
    script: Callable[[ssl.SSLSocket, str], None], outside: OutsideServer
) -> None:
    outside.say(script)
    assert problem_of(outside.url(), seconds=0.5) == FetchProblem.TOO_SLOW


def test_a_hundred_headers_are_enough(outside: OutsideServer) -> None:
    outside.say(headers_without_end)
    assert problem_of(outside.url(), seconds=8) == FetchProblem.UNREADABLE


def test_proxies_of_the_environment_are_not_asked(outside: OutsideServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    outside.say(answer(b"BEGIN"))
    assert got(outside.url()).body == b"BEGIN"


def test_an_error_tells_nothing_of_the_address(outside: OutsideServer) -> None:
    with pytest.raises(OutgoingError) as caught:
        fetch(outside.url("/private-token-4711/x.ics"), most_bytes=MOST)
    assert (str(caught.value), caught.value.__cause__) == ("gone", None)
    assert "4711" not in repr(read_outside_address(outside.url("/private-token-4711/x.ics")))


def got(address: str, known: Known | None = None) -> Fetched:
    return fetch(address, most_bytes=MOST, known=known)


def problem_of(address: str, seconds: float | None = None) -> FetchProblem:
    with pytest.raises(OutgoingError) as caught:
        fetch(address, most_bytes=MOST, seconds=seconds)
    return caught.value.problem
