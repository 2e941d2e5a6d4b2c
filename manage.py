#!/usr/bin/env python3
"""Entry point of every command; works alone, with or without running services."""

from __future__ import annotations

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415  (the sentence below)

        from config import embedded, supervisor  # noqa: PLC0415  (the sentence below)
    except ModuleNotFoundError as missing:
        sys.stderr.write(
            f"The Python environment lacks {missing.name}: run `make bootstrap`, then use .venv/bin/python manage.py.\n"
        )
        return 1
    if sys.argv[1:2] == ["run"]:
        return supervisor.main()
    if embedded.wanted_by(sys.argv):
        try:
            embedded.use_services()
        except embedded.ServiceError as error:
            sys.stderr.write(f"{error}\n")
            return 1
    execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    sys.exit(main())
