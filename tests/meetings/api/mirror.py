"""A client that keeps a copy, as docs/api.md tells it to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection

from config.processes import wait_until
from tests.meetings.api.resources import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rest_framework.test import APIClient

ROOT = "/api/v1/"


def end_transaction() -> None:
    """Lets what a test has written so far count as a transaction that has ended, though the test's own goes on until it is undone.

    The numbers are lower than any real one and rise from call to call.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE forum_change SET xid = 1 + (SELECT coalesce(max(xid), 0) FROM forum_change WHERE xid < 600)"
            " WHERE xid = pg_current_xact_id()::text::bigint"
        )


def wait_until_served() -> None:
    """Transactions of other tests in the same cluster hold the feed back too: waits until none is older than our last change."""
    assert wait_until(_all_is_served, 60)


def _all_is_served() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(xid), 0) < pg_snapshot_xmin(pg_current_snapshot())::text::bigint FROM forum_change"
        )
        return bool(cursor.fetchone()[0])


class Mirror:
    """Rows by kind and id. `told`: everything that /changes has said."""

    def __init__(self, api: APIClient, *, kinds: Iterable[str] = tuple(RESOURCES), limit: int = 20) -> None:
        self.api, self.limit, self.kinds = api, limit, tuple(kinds)
        self.rows: dict[str, dict[str, dict[str, Any]]] = {}
        self.told: list[dict[str, Any]] = []
        self.cursor = ""

    def start(self) -> Mirror:
        """Cursor first, then all lists."""
        self.cursor = self.get("changes")["_meta"]["nextCursor"]
        self.rows = self.full_read()
        return self

    def get(self, address: str) -> Any:
        response = self.api.get(address if "://" in address else ROOT + address)
        assert response.status_code == 200, (address, response.content)
        return response.json()

    def full_read(self) -> dict[str, dict[str, dict[str, Any]]]:
        return {kind: {row["id"]: row for row in self.listed(kind, kind)} for kind in self.kinds}

    def listed(self, kind: str, address: str) -> list[dict[str, Any]]:
        rows, following = [], f"{address}{'&' if '?' in address else '?'}limit=100&cursor="
        while following:
            body = self.get(following)
            rows += body[RESOURCES[kind][1]]
            following = body["_links"].get("next", {}).get("href", "")
        return rows

    def page(self) -> tuple[list[dict[str, Any]], bool]:
        body = self.get(f"changes?limit={self.limit}&cursor={self.cursor}")
        assert len(body["changes"]) == body["_meta"]["count"] <= self.limit
        self.cursor = body["_meta"]["nextCursor"]
        return body["changes"], body["_meta"]["more"]

    def pull(self, between: Callable[[], None] = lambda: None) -> list[dict[str, Any]]:
        """Follows to the end; `between` runs before each further read. What was told."""
        told, more = [], True
        while more:
            entries, more = self.page()
            for entry in entries:
                between()
                self.apply(entry)
            told += entries
        self.told += told
        return told

    def apply(self, entry: dict[str, Any]) -> None:
        rows = self.rows[entry["kind"]]
        if entry["id"]:
            rows.pop(entry["id"], None)
            if entry["op"] == "changed":
                self.read_row(entry)
            return
        within = (entry["within"] or {}).items()
        for key in [key for key, row in rows.items() if all(row[name] == value for name, value in within)]:
            del rows[key]
        if entry["op"] == "reread":
            rows |= {row["id"]: row for row in self.listed(entry["kind"], entry["href"])}

    def read_row(self, entry: dict[str, Any]) -> None:
        """What has gone meanwhile answers 404; its own change is still to come."""
        response = self.api.get(entry["href"])
        assert response.status_code in {200, 404}
        if response.status_code == 200:
            self.rows[entry["kind"]][entry["id"]] = {
                name: value for name, value in response.json().items() if name != "content"
            }


def news(mirror: Mirror) -> list[dict[str, Any]]:
    """What the mirror is told when the transaction has ended that did all since the last time."""
    end_transaction()
    return mirror.pull()


def said(entries: list[dict[str, Any]]) -> set[tuple[str, str, str]]:
    """Rows by kind, id and op; parts by kind, value and op; lists by kind, nothing and op."""
    return {(entry["kind"], entry["id"] or "".join((entry["within"] or {}).values()), entry["op"]) for entry in entries}
