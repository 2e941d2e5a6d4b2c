"""Health checks of containers: `python -m config.probe web`, or `beat`; exit code 0 is healthy."""

from __future__ import annotations

import http.client
import os
import sys
import time
from pathlib import Path
from typing import Final

BEAT_SCHEDULE: Final = Path("/tmp/beat-schedule")  # noqa: S108  (a private tmpfs of the container)
# Beat writes its schedule every three minutes.
OLDEST_SCHEDULE_SECONDS: Final = 600


def web_is_healthy(port: int = 8000) -> bool:
    """Whether the web server answers under the name that it serves."""
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].lstrip(".")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/health/live", headers={"Host": host})
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def beat_is_healthy(schedule: Path = BEAT_SCHEDULE) -> bool:
    """Whether beat has written its schedule lately."""
    written = [path.stat().st_mtime for path in schedule.parent.glob(f"{schedule.name}*")]
    return bool(written) and time.time() - max(written) < OLDEST_SCHEDULE_SECONDS


if __name__ == "__main__":
    is_healthy = web_is_healthy() if sys.argv[1:] == ["web"] else beat_is_healthy()
    sys.exit(0 if is_healthy else 1)
