"""Addresses on the internet that people give us: read strictly, before anything is asked of a server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, quote, urlsplit

from django.conf import settings

from forum.enums import FetchProblem
from forum.errors import InvalidInputError

if TYPE_CHECKING:
    from ipaddress import IPv4Network, IPv6Network

LONGEST_ADDRESS: Final = 2000
HTTPS_PORT: Final = 443
_HOST: Final = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*")

#: What `is_global` calls global, or did in some version of Python, and yet leads inside or nowhere.
_INSIDE: Final = tuple(
    ip_network(network)
    for network in (
        "100.64.0.0/10",  # carrier-grade NAT (RFC 6598), where a cloud keeps its metadata
        "168.63.129.16/32",  # a cloud's own server, reached from every machine in it
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.88.99.0/24",  # 6to4 relays (RFC 7526)
        "2001::/23",  # protocol assignments, Teredo among them (RFC 4380)
        "2002::/16",  # 6to4 (RFC 3056): an IPv4 address in disguise
        "3fff::/20",  # documentation (RFC 9637)
    )
)
_IPV6_GIVEN_OUT: Final = ip_network("2000::/3")  # NAT64, mapped, site-local and unique local addresses lie outside


class OutsideAddressError(InvalidInputError):
    """An address that is not asked at all; `problem` says why."""

    def __init__(self, problem: FetchProblem) -> None:
        super().__init__(problem.label, code=problem.value, field="address")
        self.problem = problem


@dataclass(frozen=True)
class OutsideAddress:
    """Where to connect and what to ask for. `repr` keeps the path to itself, since it often is the key to a calendar."""

    host: str
    port: int
    target: str

    def __repr__(self) -> str:
        return f"<OutsideAddress {self.host}:{self.port}>"

    @property
    def authority(self) -> str:
        """Host and port as they stand in an address (RFC 3986, 3.2)."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == HTTPS_PORT else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        return f"https://{self.authority}{self.target}"


def read_outside_address(text: str, *, schemes: tuple[str, ...] = ("https", "webcal", "webcals")) -> OutsideAddress:
    """The address in parts; webcal, which only means a calendar, becomes https. Raises `OutsideAddressError`."""
    text = text.strip()
    if not text or len(text) > LONGEST_ADDRESS or re.search(r"[\s\\\x00-\x1f\x7f]", text):
        raise OutsideAddressError(FetchProblem.ADDRESS)
    try:
        parts = urlsplit(text)
        port = parts.port or HTTPS_PORT
    except ValueError:
        raise OutsideAddressError(FetchProblem.ADDRESS) from None
    if parts.scheme not in schemes:
        raise OutsideAddressError(FetchProblem.ADDRESS)
    if "@" in parts.netloc:
        raise OutsideAddressError(FetchProblem.CREDENTIALS)
    if port not in settings.OUTGOING_PORTS and not settings.OUTGOING_TEST:
        raise OutsideAddressError(FetchProblem.PORT)
    return OutsideAddress(_host(parts), port, _target(parts))


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if "[" in parts.netloc:
        try:
            return IPv6Address(host).compressed if "%" not in host else _refuse()
        except ValueError:
            return _refuse()
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return _refuse()
    return host if len(host) <= 253 and _HOST.fullmatch(host) else _refuse()


def _refuse() -> str:
    raise OutsideAddressError(FetchProblem.ADDRESS)


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%!$&'()*+,;=:@~-._")
    return f"{path}?{quote(parts.query, safe='/?%!$&()*+,;=:@~-._')}" if parts.query else path


def is_outside(address: str) -> bool:
    """Whether an IP address leads to the internet: not to this machine, its network, its cloud, or an address in disguise."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if settings.OUTGOING_TEST and ip.is_loopback:
        return True
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and _is_given_out(ip)


def _is_given_out(ip: IPv4Address | IPv6Address) -> bool:
    if ip.version == 6 and ip not in _IPV6_GIVEN_OUT:
        return False
    return not any(_holds(network, ip) for network in _INSIDE)


def _holds(network: IPv4Network | IPv6Network, ip: IPv4Address | IPv6Address) -> bool:
    return network.version == ip.version and ip in network
