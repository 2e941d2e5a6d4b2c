"""What the web server loads."""

from __future__ import annotations

import os
import signal

from django.core.wsgi import get_wsgi_application

from config.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

if os.environ.get("SUPERVISED"):
    # Granian's workers outlive a killed main process; the guardian ends them, unless it was killed too.
    die_with_parent(signal.SIGKILL)

application = get_wsgi_application()
