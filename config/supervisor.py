"""`make run`: everything on one machine, watched; `manage.py run` or `python -m config.supervisor`."""

from __future__ import annotations

import os
import signal
import sys
import time
import urllib.request
from functools import partial
from typing import Final

from config import children, env
from config.children import HOST, Child
from config.demo.neighbour import neighbour_call, remember_cursor
from config.embedded import Services
from config.family import Family
from config.processes import die_with_parent
from config.state import Running, ServiceError, State, take

OTHER_COMMAND_SECONDS: Final = 20.0
FIRST_PAGE_SECONDS: Final = 60.0
DEFAULT_PORT: Final = "8000"


class Supervisor:
    """Starts everything of one state folder and keeps it running until asked to stop."""

    def __init__(self, state: State, port: int) -> None:
        self._state = state
        self._port = port
        self._begun = time.monotonic()
        self._family = Family(state, self._say)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._family.ask_to_stop)

    def run(self) -> None:
        """Return after a clean stop; ServiceError when something can't be started at all."""
        try:
            self._start_everything()
            self._family.watch()
        finally:
            self._say("Stopping")
            self._state.forget_running()
            self._family.stop()
            self._say("Stopped")

    def _start_everything(self) -> None:
        services = Services(self._state)
        self._start_services(services)
        environment, mail_port = self._environment(services)
        self._prepare(environment)
        if self._family.is_stopping():
            return
        programs = children.programs(self._state, environment, self._port, mail_port)
        self._publish(environment)
        for child in programs:
            if self._family.is_stopping():
                return
            self._family.start(child)
            if child.name == children.WEB:  # the page first; the others would only slow it down
                self._family.wait_for(child, self._first_page_answers, FIRST_PAGE_SECONDS)
        self._welcome(programs)

    def _start_services(self, services: Services) -> None:
        for name, service in services.named:
            service.prepare()
            log = self._state.log / f"{name}.log"
            polite = signal.SIGINT if name == "postgres" else signal.SIGTERM
            child = Child(
                name,
                log,
                partial(service.start, log),
                stop_signal=polite,
                death_signal=polite,
                is_needed_by_others=True,
            )
            self._family.start(child)
            self._family.wait_for(child, service.answers)
        if services.named:
            self._say(f"Answering: {', '.join(name for name, _ in services.named)}")

    def _environment(self, services: Services) -> tuple[dict[str, str], int | None]:
        """What the children get, and the port of the mail sink unless mail goes elsewhere."""
        environment = {**os.environ, **services.urls, "PYTHONUNBUFFERED": "1"}
        environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
        environment.setdefault("SITE_URL", self._site_url)
        if env.is_given("EMAIL_URL"):
            return environment, None
        mail_port = children.free_port()
        environment["EMAIL_URL"] = f"smtp://{HOST}:{mail_port}"
        return environment, mail_port

    def _prepare(self, environment: dict[str, str]) -> None:
        log = self._state.log / "prepare.log"
        command = [sys.executable, "-m", "config.prepare"]
        child = Child("prepare", log, partial(children.launch, command, log, environment), restarts=False)
        if not self._family.run_once(child):
            reason = log.read_text(encoding="utf-8", errors="replace").strip().rpartition("\n")[2]
            raise ServiceError(f"The installation can't be prepared ({reason}): more at the end of {log}.")
        if not self._family.is_stopping():
            self._say("Ready: database, static files, demo")

    def _publish(self, environment: dict[str, str]) -> None:
        """Tell single commands of this checkout what runs."""
        names = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL")
        self._state.write_running(Running(os.getpid(), *(environment.get(name, "") for name in names)))

    @property
    def _site_url(self) -> str:
        return f"http://{HOST}:{self._port}"

    def _first_page_answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self._site_url}/health/live", timeout=2) as page:  # noqa: S310  (our own address)
                return bool(page.status == 200)
        except OSError:
            return False

    def _welcome(self, programs: list[Child]) -> None:
        remember_cursor(self._state.folder, self._site_url)
        self._say("Samverka answers")
        call = neighbour_call(self._state.folder, self._site_url) or f"curl -s {self._site_url}/api/v1/api-info"
        pids = ", ".join(f"{child.name} {child.process.pid}" for child in programs if child.process)
        sys.stdout.write(f"""
  Open       {self._site_url}/
  Sign in    one click on that page: Sekreterare, Samordnare, Rektor (mail alone), Grannkommun
  Ten steps  {self._site_url}/demo/
  Mail       {self._site_url}/demo/mail/    and    {self._state.mail}/*.eml
  Neighbour  {call}
  Logs       {self._state.log}/*.log
  Processes  {pids}
  Stop       Ctrl-C
""")
        if os.geteuid() == 0:
            # Dropping to another account would lock the program out of a checkout under a 0700 home.
            # The workers take JSON only, so that Celery accepts root; real installations use the image.
            sys.stdout.write("  Running as root: fine to try it out; real data belongs to the image.\n")
        sys.stdout.write("\n")
        sys.stdout.flush()

    def _say(self, text: str) -> None:
        sys.stdout.write(f"{time.monotonic() - self._begun:6.1f} s  {text}\n")
        sys.stdout.flush()


def _port() -> int:
    given = os.environ.get("PORT") or DEFAULT_PORT
    if not given.isdigit() or not 1 <= int(given) <= 65535:
        raise ServiceError(f"PORT={given} is no port: choose a number from 1024 to 65535, such as PORT=8001.")
    port = int(given)
    if not children.is_free(port):
        raise ServiceError(
            f"Port {port} is taken by another program, or not yours to use: "
            "choose another, for example PORT=8001 make run."
        )
    return port


def _own(state: State) -> object:
    """Take the services of this state folder for the supervisor's lifetime."""
    lock = state.lock("owner")
    running = state.read_running()
    if not take(lock, within=0 if running and running.site_url else OTHER_COMMAND_SECONDS):
        running = state.read_running()
        if running and running.site_url:
            raise ServiceError(
                f"Samverka already runs here at {running.site_url}/ (process {running.owner_pid}): "
                "open that, or stop it with Ctrl-C first."
            )
        raise ServiceError(
            "Another manage.py command uses the services of this checkout: let it end, then start again."
        )
    return lock


def main() -> int:
    """Run; 1 with one sentence on standard error when it can't."""
    if sys.platform != "linux":
        sys.stderr.write("`make run` needs Linux: elsewhere set DATABASE_URL and REDIS_URL and run the parts.\n")
        return 1
    if os.environ.get("MAKELEVEL"):
        die_with_parent(signal.SIGTERM)  # make was killed: stop cleanly instead of living on
    try:
        state = State()
        state.make()
        port = _port()
        lock = _own(state)
        Supervisor(state, port).run()
        del lock
    except ServiceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
