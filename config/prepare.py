"""One process that makes an installation ready: `python -m config.prepare`.

Compiled translations, system checks, migrations, question sets, static files and, in a demo without a host municipality, the demo.
Several processes would each pay for starting Django.
"""

from __future__ import annotations

import os

import django
from django.conf import settings
from django.core.management import call_command, get_commands

from config import translations


def prepare() -> None:
    """Run every step; each of them changes nothing when there is nothing to do."""
    translations.compile_all()
    django.setup()
    call_command("check")
    call_command("migrate", interactive=False, verbosity=0)
    call_command("take_in_question_sets")
    call_command("collectstatic", interactive=False, verbosity=0)
    if settings.DEMO and "load_demo" in get_commands() and not _has_host():
        call_command("load_demo")


def _has_host() -> bool:
    from forum.models import Organisation  # noqa: PLC0415  (models load after django.setup)

    return Organisation.objects.filter(is_host=True).exists()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
    prepare()
