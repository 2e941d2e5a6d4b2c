from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class DomainError(Exception):
    """Something that the user can mend: a stable code, a sentence that says what to do, and the field it concerns."""

    code = "invalid"

    def __init__(self, message: _StrOrPromise, *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class InvalidInputError(DomainError):
    """The value can't be used; the field is named. HTTP 422 on pages, 400 in the API."""


class NotAllowedError(DomainError):
    """The reader may see this but not do that. HTTP 403."""

    code = "not_allowed"

    def __init__(self, message: _StrOrPromise | None = None, **kwargs: str) -> None:
        super().__init__(message or _("You can see this, but your role may not change it."), **kwargs)


class ConflictError(DomainError):
    """The state of the thing does not allow it now. HTTP 409."""

    code = "conflict"


class StaleVersionError(DomainError):
    """Somebody else saved first; `current` is the row as it now stands. HTTP 412 in the API, both texts on pages."""

    code = "stale_version"

    def __init__(self, current: object) -> None:
        super().__init__(_("Somebody else has changed this since you opened it. Compare the two texts and save again."))
        self.current = current
