"""A sender that does one task at a time when told, in a child of its own: who is killed is known, and nothing else moves.

`python -m tests.faults.hand` reads orders from standard input, names of tasks, `sow ACTIONS COUNCILS FILE` or `finish NUMBER`, and answers
each with the exit code of the child that did it: 0, or the negative number of the signal that ended or stopped it.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from pathlib import Path

import django


def _work(order: str, *arguments: str) -> int:
    from celery import current_app  # noqa: PLC0415  (Django is set up first)

    from tests.faults.seed import sow  # noqa: PLC0415

    try:
        if order == "sow":
            Path(arguments[2]).write_text(json.dumps(sow(int(arguments[0]), int(arguments[1]))), encoding="utf-8")
        elif order == "finish":
            _finish(int(arguments[0]))
        else:
            current_app.tasks[order]()
    except Exception:  # noqa: BLE001  (told to the harness by the exit code)
        traceback.print_exc()
        return 1
    return 0


def _finish(number: int) -> None:
    """The action of that number in the forum that was sown last is done."""
    from meetings.enums import ActionState  # noqa: PLC0415
    from meetings.models import ActionItem  # noqa: PLC0415
    from meetings.services.actions import Actor, change_state  # noqa: PLC0415

    action = ActionItem.objects.filter(number=number).order_by("pk").last()
    assert action
    change_state(action_id=action.pk, version=None, state=ActionState.DONE, actor=Actor())


def main() -> None:
    django.setup()
    from django.db import connection  # noqa: PLC0415

    from config.celery_app import app  # noqa: PLC0415

    app.loader.import_default_modules()

    for line in sys.stdin:
        connection.close()
        pid = os.fork()
        if pid == 0:
            os._exit(_work(*line.split()))
        status = os.waitpid(pid, os.WUNTRACED)[1]
        sys.stdout.write(f"{-os.WSTOPSIG(status) if os.WIFSTOPPED(status) else os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
