"""What holds for the whole installation."""

from __future__ import annotations

from django.conf import settings

from forum.models import Installation, Organisation


def installation() -> Installation:
    """The settings as an administrator left them; before that an unsaved row of defaults."""
    found: Installation | None = Installation.objects.first()
    return found or Installation()


def host_address() -> str:
    """The host's function mailbox; empty when it has none."""
    return Organisation.objects.filter(is_host=True).values_list("contact_address", flat=True).first() or ""


def accessibility_address() -> str:
    """Where lacks in accessibility are told: the setting, the environment's, else the host's mailbox."""
    return installation().accessibility_address or settings.ACCESSIBILITY_ADDRESS or host_address()


def privacy_address() -> str:
    """The data protection officer: the setting, the environment's, else the host's mailbox."""
    return installation().privacy_address or settings.PRIVACY_ADDRESS or host_address()
