from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from forum.errors import InvalidInputError


def refuse_part_of_address(url: str, *, field: str) -> None:
    """Raises `InvalidInputError` for an address of a page that does not say how it is reached; empty is no fault."""
    if url and not url.startswith(("https://", "http://")):
        raise InvalidInputError(_("Write the whole address; it begins with https://."), field=field)
