"""`make run` and single commands on a machine of one's own; never for real data."""

from __future__ import annotations

import secrets

from config.env import VAR_DIR, env
from config.settings.base import *  # noqa: F403  (settings are extended this way)
from config.settings.base import ALLOWED_HOSTS


def _kept_secret() -> str:
    """Make the key on the first start and keep it, so that sessions survive a restart."""
    path = VAR_DIR / "secret-key"
    if not path.exists():
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        draft.replace(path)
    return path.read_text(encoding="ascii").strip()


DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=True)
SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret()
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1", "localhost", "[::1]"]
MAIL_SINK_DIR = VAR_DIR / "mail"
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default="demo.example")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"Samverka <samverka@{MAIL_DOMAIN}>")
PROPOSALS_WAIT_SECONDS = env.int("PROPOSALS_WAIT_SECONDS", default=15)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
