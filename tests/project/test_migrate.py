"""`manage.py migrate` creates the tables of a migration from one rendering; what comes of it is what Django alone makes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import psycopg
import pytest

from config.env import BASE_DIR
from config.local_accounts import find_binaries
from config.local_postgres import DATABASE

if TYPE_CHECKING:
    from collections.abc import Iterator

DJANGO_ALONE = """
import django; django.setup()
from django.core.management import call_command
from django.core.management.commands.migrate import Command
call_command(Command(), verbosity=0)
"""
OURS = "import sys; from django.core.management import execute_from_command_line as run; run(['', 'migrate', '-v0'])"


@pytest.fixture
def addresses() -> Iterator[list[str]]:
    """Two empty databases."""
    server = os.environ["DATABASE_URL"]
    names = ["migrated_by_django", "migrated_by_us"]
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    yield [server.replace(f"/{DATABASE}?", f"/{name}?") for name in names]
    with psycopg.connect(server, autocommit=True) as connection:
        for name in names:
            connection.execute(f"DROP DATABASE {name}")


@pytest.mark.exhaustive
def test_the_tables_are_those_that_django_alone_creates(addresses: list[str]) -> None:
    alone, ours = [_migrated(address, way) for address, way in zip(addresses, [DJANGO_ALONE, OURS], strict=True)]

    assert "CREATE TABLE public.forum_forum " in alone
    assert ours == alone


def _migrated(address: str, way: str) -> str:
    """The database's definitions after migrating in this way."""
    environment = {**os.environ, "DATABASE_URL": address}
    subprocess.run([sys.executable, "-c", way], cwd=BASE_DIR, env=environment, check=True)
    dump = [str(find_binaries() / "pg_dump"), "--no-owner", "--schema-only", "-d", address]
    said = subprocess.run(dump, check=True, capture_output=True, text=True).stdout
    return re.sub(r"^\\(un)?restrict .*$", "", said, flags=re.MULTILINE)
