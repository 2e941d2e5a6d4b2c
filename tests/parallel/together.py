"""Many acts at the same moment, each in a thread and on a connection of its own."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from django.db import connection

from forum.errors import DomainError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MANY = 100
OTHERS = 60  # connections left to whoever else uses the server


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each act answered: its result, or the `DomainError` that it raised. Anything else that is raised fails the test.

    All begin together; where the server takes fewer connections than there are acts, as many at a time as it takes.
    """
    width = min(len(acts), _room())
    together = threading.Barrier(width)

    def work(number: int) -> Any:
        connection.ensure_connection()
        if number < width:
            together.wait(60)
        try:
            return acts[number]()
        except DomainError as error:
            return error

    with ThreadPoolExecutor(max_workers=width) as threads:
        futures = [threads.submit(_closing, work, number) for number in range(len(acts))]
        return [future.result() for future in futures]


def _closing(work: Callable[[int], Any], number: int) -> Any:
    try:
        return work(number)
    finally:
        connection.close()


def _room() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        return max(10, int(cursor.fetchone()[0]) - OTHERS)


def codes(answers: Sequence[Any]) -> Counter[str]:
    """How often each answer was given: the code of an error, the status of a page, else "done"."""
    return Counter(_code(answer) for answer in answers)


def _code(answer: Any) -> str:
    if isinstance(answer, DomainError):
        return answer.code
    return str(getattr(answer, "status_code", "done"))
