from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from oauth2_provider.generators import generate_client_secret
from oauth2_provider.models import AccessToken

from forum.errors import ConflictError, InvalidInputError
from forum.models import ApiClient

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forum.models import Organisation, Unit


KEEP_DAYS, MOST_KEEP_DAYS = 7, 90


class NewClient(NamedTuple):
    """A client and its secret in clear, which exists nowhere else."""

    client: ApiClient
    secret: str


def create_api_client(
    *, organisation: Organisation, scopes: Iterable[str], unit: Unit | None = None, name: str = ""
) -> NewClient:
    """A client of the organisation, or of one unit in it, that may do what the scopes say. Administrators.

    The secret is returned once and stored as a hash.
    Raises `InvalidInputError` for no scope, an unknown scope or another organisation's unit.
    Source: RFC 6749, 4.4 (client credentials).
    """
    granted = _known_scopes(scopes)
    if unit is not None and unit.organisation_id != organisation.pk:
        raise InvalidInputError(_("The unit belongs to another organisation."), field="unit")
    secret = generate_client_secret()
    client = ApiClient.objects.create(
        name=name.strip() or (f"{organisation.name}, {unit.name}" if unit else organisation.name),
        organisation=organisation,
        unit=unit,
        scopes=granted,
        client_secret=secret,
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
    )
    return NewClient(client, secret)


def _known_scopes(scopes: Iterable[str]) -> list[str]:
    known: dict[str, str] = settings.OAUTH2_PROVIDER["SCOPES"]
    wanted = set(scopes)
    unknown = sorted(wanted - known.keys())
    if unknown or not wanted:
        raise InvalidInputError(
            _("Unknown scope: %(unknown)s. Choose among: %(known)s.")
            % {"unknown": " ".join(unknown) or "–", "known": " ".join(known)},
            field="scopes",
        )
    return [scope for scope in known if scope in wanted]


@transaction.atomic
def renew_secret(*, client: ApiClient, keep_days: int = KEEP_DAYS) -> NewClient:
    """A new secret beside the old one, which goes on for so many days (0: it ends now), so that nothing stands still. Administrators.

    The new one is returned once and stored as a hash. Raises `InvalidInputError` for more than 90 days, `ConflictError` for a client that
    is revoked or has two secrets already.
    """
    if not 0 <= keep_days <= MOST_KEEP_DAYS:
        raise InvalidInputError(_("Choose from 0 to 90 days."), field="keep_days")
    row: ApiClient = ApiClient.objects.select_for_update(of=("self",), no_key=True).get(pk=client.pk)
    if row.revoked_at:
        raise ConflictError(_("The client is revoked. Add a new one."), code="revoked")
    if row.has_former_secret:
        raise ConflictError(
            _("The client has two secrets already. End the old one first, when the system uses the new one."),
            code="two_secrets",
        )
    secret = generate_client_secret()
    row.former_secret = row.client_secret if keep_days else ""
    row.former_secret_ends_at = timezone.now() + timedelta(days=keep_days) if keep_days else None
    row.client_secret = secret
    row.save(update_fields=["client_secret", "former_secret", "former_secret_ends_at", "updated"])
    return NewClient(row, secret)


def end_former_secret(*, client: ApiClient) -> None:
    """The old secret works no longer; tokens that it gave end within the hour. Administrators. Saying it twice changes nothing."""
    ApiClient.objects.filter(pk=client.pk).update(former_secret="", former_secret_ends_at=None)


def delete_former_secrets() -> int:
    """Removes those whose time is over; how many. The hourly round."""
    over = ApiClient.objects.filter(former_secret_ends_at__lte=timezone.now())
    ended: int = over.update(former_secret="", former_secret_ends_at=None)
    return ended


@transaction.atomic
def revoke_api_client(*, client: ApiClient) -> None:
    """Shuts the client out at once, its live tokens included. Administrators."""
    client.revoked_at = timezone.now()
    client.save(update_fields=["revoked_at", "updated"])
    end_former_secret(client=client)
    AccessToken.objects.filter(application=client).delete()


def delete_expired_tokens() -> int:
    """Removes tokens that nobody can use any more; how many."""
    deleted: int = AccessToken.objects.filter(expires__lt=timezone.now()).delete()[0]
    return deleted
