"""System checks of an installation: each with an id and a hint that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution
from django.db import connections

if TYPE_CHECKING:
    from collections.abc import Sequence

OLDEST_POSTGRESQL: Final = 18


@register
def check_site_url(**_: Any) -> list[CheckMessage]:
    """Links in mail need an absolute address without a path."""
    parts = urlsplit(settings.SITE_URL)
    if parts.scheme in {"http", "https"} and parts.netloc and parts.path in {"", "/"} and not parts.query:
        return []
    return [
        Error(
            f"SITE_URL is {settings.SITE_URL!r}, which is no absolute address of a site.",
            hint="Set SITE_URL to scheme and host, for example https://samverka.kommun.example.",
            id="samverka.E001",
        )
    ]


@register(Tags.security, deploy=True)
def check_deployment(**_: Any) -> list[CheckMessage]:
    """What would be wrong on a municipality's server."""
    wrong = {
        "E002": (
            settings.DEMO,
            "DEMO is on: anybody can sign in as anybody.",
            "Use config.settings.production, where it can't be switched on.",
        ),
        "E003": (
            not settings.SITE_URL.startswith("https://"),
            f"SITE_URL is {settings.SITE_URL!r}: links in mail would be sent without encryption.",
            "Set SITE_URL to an address that begins with https://.",
        ),
        "E004": (
            settings.MAIL_DOMAIN.endswith(".invalid"),
            f"MAIL_DOMAIN is {settings.MAIL_DOMAIN!r}: receivers would reject messages as forged.",
            "Set MAIL_DOMAIN to the domain that your mail server sends for.",
        ),
        "E006": (
            settings.OUTGOING_TEST,
            "OUTGOING_TEST is set: addresses that people give could lead to this machine.",
            "Remove the setting; it is for tests alone.",
        ),
    }
    return [Error(words, hint=hint, id=f"samverka.{code}") for code, (holds, words, hint) in wrong.items() if holds]


@register(Tags.database)
def check_database(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """PostgreSQL's version, and the collation that development and tests sort by."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version_num')::int / 10000, datlocprovider::text, datlocale "
                "FROM pg_database WHERE datname = current_database()"
            )
            row = cursor.fetchone()
        if row is None:
            continue
        major, provider, locale = row
        if major < OLDEST_POSTGRESQL:
            found.append(
                Error(
                    f"The database server is PostgreSQL {major}.",
                    hint=f"Upgrade it to PostgreSQL {OLDEST_POSTGRESQL} or newer.",
                    id="samverka.E005",
                )
            )
        if (provider, locale) != ("b", "C.UTF-8"):
            found.append(
                Caution(
                    "The database sorts by another collation than the one Samverka is tested with.",
                    hint="Create it with LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' TEMPLATE template0.",
                    id="samverka.W001",
                )
            )
    return found
