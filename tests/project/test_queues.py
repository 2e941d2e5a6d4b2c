"""Every tick has a queue, every queue a worker, in `make run` and in docker-compose.yml alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import beat, children, queues
from config.celery_app import app
from config.state import State


def queues_of(commands: list[list[str]]) -> list[str]:
    options = [part for command in commands for part in command if part.startswith("--queues=")]
    return sorted(option.removeprefix("--queues=") for option in options)


def test_beat_ticks_every_known_task_on_its_queue_and_lets_it_expire() -> None:
    scheduled = {entry["task"]: entry["options"]["queue"] for entry in beat.SCHEDULE.values()}

    assert scheduled == queues.QUEUE_OF_TASK
    assert all(entry["options"]["expires"] <= max(entry["schedule"], 30) for entry in beat.SCHEDULE.values())


def test_every_queue_has_one_worker_in_make_run(tmp_path: Path) -> None:
    state = State(tmp_path)
    names = [child.name for child in children.programs(state, {}, port=8000, mail_port=2525)]

    assert names == ["mail sink", "web", "worker mail", "worker general", "worker calendars", "beat"]
    assert queues_of([children.worker_command(queue) for queue in queues.ALL]) == sorted(queues.ALL)


def test_no_mail_sink_when_mail_goes_to_a_real_server(tmp_path: Path) -> None:
    names = [child.name for child in children.programs(State(tmp_path), {}, port=8000, mail_port=None)]

    assert names == ["web", "worker mail", "worker general", "worker calendars", "beat"]


@pytest.mark.parametrize("task", sorted(queues.QUEUE_OF_TASK))
def test_ticked_task_exists_and_is_routed_to_its_queue(task: str) -> None:
    app.loader.import_default_modules()

    assert task in app.tasks
    assert app.amqp.router.route({}, task)["queue"].name == queues.QUEUE_OF_TASK[task]


def test_nothing_but_json_without_results_is_accepted() -> None:
    assert app.conf.accept_content == ["json"]
    assert app.conf.task_ignore_result is True
    assert app.conf.result_backend is None
    assert app.conf.broker_connection_max_retries is None
    assert app.conf.worker_prefetch_multiplier == 1
