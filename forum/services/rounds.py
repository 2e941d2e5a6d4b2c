"""What is done from time to time, step by step."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError, connection

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

logger = logging.getLogger(__name__)


def run_steps(steps: Mapping[str, Callable[[], int]]) -> dict[str, int]:
    """What each step counted, in their order. One that fails is logged, left out, and stops no other: the next round tries again.

    Raises where the database itself can't be reached; a step that waited too long there failed alone.
    """
    done = {}
    for name, step in steps.items():
        try:
            done[name] = step()
        except Exception as problem:
            if isinstance(problem, InterfaceError | OperationalError) and not connection.is_usable():
                raise
            logger.exception("The step %s of a round failed", name)
    return done
