"""docker-compose.yml and Dockerfile hang together; no container engine is needed for that."""

from __future__ import annotations

import http.server
import os
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from config import probe, queues
from config.env import BASE_DIR

OURS = ("migrate", "web", "worker-mail", "worker-general", "worker-calendars", "beat")
COMPOSE: dict[str, Any] = yaml.safe_load((BASE_DIR / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (BASE_DIR / "Dockerfile").read_text(encoding="utf-8")


def test_services_are_the_parts_of_the_system() -> None:
    assert set(SERVICES) == {"postgres", "redis", *OURS}


def test_every_queue_has_a_worker() -> None:
    listened = [part for name in OURS for part in SERVICES[name].get("command", []) if part.startswith("--queues=")]

    assert sorted(listened) == [f"--queues={queue}" for queue in sorted(queues.ALL)]


def test_beat_runs_once() -> None:
    assert [name for name in OURS if "beat" in SERVICES[name].get("command", [])] == ["beat"]
    assert "deploy" not in SERVICES["beat"]


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_no_root_and_gains_no_privileges(name: str) -> None:
    assert SERVICES[name]["user"] not in {"root", "0", "0:0"}
    assert SERVICES[name]["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", OURS)
def test_our_service_cannot_write_its_image_and_reads_secrets_from_files(name: str) -> None:
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert set(service["secrets"]) == {"database_url", "email_url", "secret_key"}
    for variable in ("DATABASE_URL", "EMAIL_URL", "SECRET_KEY"):
        assert variable not in service["environment"]
        assert service["environment"][f"{variable}_FILE"] == f"/run/secrets/{variable.lower()}"


def test_every_secret_that_is_used_is_declared_as_a_file() -> None:
    used = {secret for service in SERVICES.values() for secret in service.get("secrets", [])}

    assert used == set(COMPOSE["secrets"])
    assert all(secret["file"].startswith("./secrets/") for secret in COMPOSE["secrets"].values())


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_lasting_service_restarts_and_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["restart"] == "always"
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", ["web", "worker-mail", "worker-general", "beat"])
def test_work_waits_for_migrations(name: str) -> None:
    assert SERVICES[name]["depends_on"] == {
        "migrate": {"condition": "service_completed_successfully"},
        "redis": {"condition": "service_healthy"},
    }


def test_database_is_postgresql_18_with_our_collation() -> None:
    postgres = SERVICES["postgres"]

    assert postgres["image"].startswith("postgres:18")
    assert "--locale-provider=builtin --builtin-locale=C.UTF-8" in postgres["environment"]["POSTGRES_INITDB_ARGS"]


def test_only_web_is_reachable_and_only_from_this_machine_by_default() -> None:
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["web"]
    assert SERVICES["web"]["ports"] == ["${WEB_ADDRESS:-127.0.0.1}:${WEB_PORT:-8000}:8000"]
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    assert {name: SERVICES[name]["networks"] for name in ("postgres", "redis")} == {
        "postgres": ["inside"],
        "redis": ["inside"],
    }


def test_image_is_built_from_hashes_and_ends_as_no_root() -> None:
    lines = DOCKERFILE.splitlines()

    assert "uv pip sync --python /venv/bin/python --require-hashes --no-build" in DOCKERFILE
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001:10001"]
    assert lines.index("USER 10001:10001") > max(i for i, line in enumerate(lines) if line.startswith("FROM "))
    copied = [line.split()[1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    assert [source for source in copied if not (BASE_DIR / source).exists()] == []


def test_build_context_holds_only_what_is_copied() -> None:
    allowed = {line[1:] for line in (BASE_DIR / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert allowed == {
        "manage.py",
        "config",
        "forum",
        "meetings",
        "requirements/bootstrap.txt",
        "requirements/prod.txt",
    }


class OnlyOwnName(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        is_ours = (self.path, self.headers["Host"]) == ("/health/live", "samverka.example")
        self.send_response(200 if is_ours else 400)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Quiet."""


def test_web_probe_asks_under_the_served_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "samverka.example,other.example")
    with http.server.HTTPServer(("127.0.0.1", 0), OnlyOwnName) as server:
        threading.Thread(target=server.handle_request).start()
        assert probe.web_is_healthy(server.server_port) is True
    assert probe.web_is_healthy(server.server_port) is False


def test_beat_probe_wants_a_fresh_schedule(tmp_path: Path) -> None:
    schedule = tmp_path / "beat-schedule"
    assert probe.beat_is_healthy(schedule) is False

    written = schedule.with_suffix(".dat")
    written.touch()
    assert probe.beat_is_healthy(schedule) is True

    os.utime(written, (time.time() - 700,) * 2)
    assert probe.beat_is_healthy(schedule) is False
