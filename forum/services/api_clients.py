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
from forum.services.belonging import refuse_unit_of_others
from forum.services.fitting import refuse_what_does_not_fit

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

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
    Raises `InvalidInputError` for no scope, an unknown scope, another organisation's unit or too long a name.
    Source: RFC 6749, 4.4 (client credentials).
    """
    granted = _known_scopes(scopes)
    refuse_unit_of_others(unit, organisation.pk)
    secret = generate_client_secret()
    client = ApiClient(
        name=name.strip() or (f"{organisation.name}, {unit.name}" if unit else organisation.name),
        organisation=organisation,
        unit=unit,
        scopes=granted,
        client_secret=secret,
        client_type=ApiClient.CLIENT_CONFIDENTIAL,
        authorization_grant_type=ApiClient.GRANT_CLIENT_CREDENTIALS,
    )
    refuse_what_does_not_fit(client)
    client.save()
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
    """A new secret beside the old one, which goes on for so many days, so that nothing stands still. Administrators.

    0: the old one ends now, and with it all tokens that are out. The new one is returned once and stored as a hash.
    Raises `InvalidInputError` for more than 90 days, `ConflictError` for a client that is revoked or has two secrets already.
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
    if not keep_days:
        _end_tokens([row.pk])
    return NewClient(row, secret)


@transaction.atomic
def end_former_secret(*, client: ApiClient) -> None:
    """The old secret works no longer, nor do the tokens that are out. Administrators. Saying it twice changes nothing."""
    _forget_former_secrets(ApiClient.objects.filter(pk=client.pk).exclude(former_secret=""))


@transaction.atomic
def delete_former_secrets() -> int:
    """Removes those whose time is over, and the tokens of their clients; how many. The hourly round."""
    return _forget_former_secrets(ApiClient.objects.filter(former_secret_ends_at__lte=timezone.now()))


def _forget_former_secrets(clients: QuerySet[ApiClient]) -> int:
    ids = list(clients.select_for_update(of=("self",), no_key=True).order_by("pk").values_list("pk", flat=True))
    ApiClient.objects.filter(pk__in=ids).update(former_secret="", former_secret_ends_at=None)
    _end_tokens(ids)
    return len(ids)


def _end_tokens(clients: Collection[uuid.UUID]) -> None:
    """Which of two secrets gave a token is not kept, so all go; a client that has the present one asks for another at its next call."""
    AccessToken.objects.filter(application__in=clients).delete()


@transaction.atomic
def revoke_api_client(*, client: ApiClient) -> None:
    """Shuts the client out at once, its live tokens included. Administrators."""
    client.revoked_at = timezone.now()
    client.save(update_fields=["revoked_at", "updated"])
    end_former_secret(client=client)
    _end_tokens([client.pk])


def delete_expired_tokens() -> int:
    """Removes tokens that nobody can use any more; how many."""
    deleted: int = AccessToken.objects.filter(expires__lt=timezone.now()).delete()[0]
    return deleted
