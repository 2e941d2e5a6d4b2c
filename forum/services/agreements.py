"""Agreements on cooperation (lag 2023:196, 9 §): parties, purposes, areas, validity, follow-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError, InvalidInputError
from forum.models import Agreement, AgreementFollowUp, AgreementForum, AgreementParty
from forum.services.days import refuse_wrong_order
from forum.services.fitting import refuse_what_does_not_fit
from forum.services.text import clean_text
from forum.services.upkeep import plan_agreement
from forum.services.versions import lock_version
from forum.services.web_addresses import refuse_part_of_address

if TYPE_CHECKING:
    import uuid
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from forum.models import ActionPlan, Forum, Organisation, Person, Topic


class AgreementFacts(TypedDict, total=False):
    """What can be said of an agreement; what is left out stays as it is."""

    topic: Topic | None
    title: str
    purposes: str
    areas: str
    registry_number: str
    url: str
    signed_on: date | None
    valid_from: date | None
    valid_to: date | None
    follow_up_on: date | None
    plan: ActionPlan | None
    signatory: str
    keeper: Person | None


@transaction.atomic
def add_agreement(
    *,
    organisation: Organisation,
    parties: Iterable[Organisation],
    forums: Iterable[Forum] = (),
    **facts: Unpack[AgreementFacts],
) -> Agreement:
    """An agreement that an organisation keeps; a draft, read by it alone, until it is signed. Administrators, its coordinators.

    Raises `InvalidInputError`: purposes and areas must be stated, and somebody else must be a party.
    """
    agreement = Agreement(organisation=organisation)
    return _save(agreement, parties, forums, facts)


@transaction.atomic
def update_agreement(
    *,
    agreement_id: uuid.UUID,
    version: int | None,
    parties: Iterable[Organisation],
    forums: Iterable[Forum] = (),
    signatories: Mapping[uuid.UUID, str] | None = None,
    **facts: Unpack[AgreementFacts],
) -> Agreement:
    """Changes an agreement with its parties and forums. `signatories`: by party, the function that signs.

    Raises as `add_agreement`, and `StaleVersionError`.
    """
    agreement = lock_version(Agreement, agreement_id, version)
    agreement.version += 1  # its parties are part of it: any change of the row makes the trigger count one on
    saved = _save(agreement, parties, forums, facts)
    for party in saved.parties.filter(organisation__in=signatories or {}):
        party.signatory = clean_text((signatories or {})[party.organisation_id], single_line=True)
        refuse_what_does_not_fit(party)
        party.save(update_fields=["signatory"])
    return saved


def _save(
    agreement: Agreement, parties: Iterable[Organisation], forums: Iterable[Forum], facts: AgreementFacts
) -> Agreement:
    for name, value in facts.items():
        multiline = name in {"purposes", "areas"}
        setattr(agreement, name, clean_text(value, single_line=not multiline) if isinstance(value, str) else value)
    others = {party.pk: party for party in parties if party.pk != agreement.organisation_id}
    _check(agreement, others)
    agreement.save()
    agreement.parties.exclude(organisation__in=others).delete()
    AgreementParty.objects.bulk_create(
        [AgreementParty(agreement=agreement, organisation=party) for party in others.values()], ignore_conflicts=True
    )
    tied = {forum.pk: forum for forum in forums}
    agreement.forum_ties.exclude(forum__in=tied).delete()
    AgreementForum.objects.bulk_create(
        [AgreementForum(agreement=agreement, forum=forum) for forum in tied.values()], ignore_conflicts=True
    )
    plan_agreement(agreement)
    return agreement.refreshed()


def _check(agreement: Agreement, others: Collection[uuid.UUID]) -> None:
    if not agreement.title:
        raise InvalidInputError(_("Write what the agreement is called."), field="title")
    if not agreement.purposes:
        raise InvalidInputError(_("Write the purposes: the law asks for them (2023:196, 9 §)."), field="purposes")
    if not agreement.areas:
        raise InvalidInputError(_("Write the areas: the law asks for them (2023:196, 9 §)."), field="areas")
    if not others:
        raise InvalidInputError(_("Choose at least one other party."), field="parties")
    if agreement.plan and agreement.plan.organisation_id not in {agreement.organisation_id, *others}:
        raise InvalidInputError(_("Choose a plan of one of the parties."), field="plan")
    refuse_part_of_address(agreement.url, field="url")
    if agreement.signed_on and agreement.signed_on > timezone.localdate():
        raise InvalidInputError(_("That day is yet to come. Leave it empty until all have signed."), field="signed_on")
    refuse_wrong_order(agreement.valid_from, agreement.valid_to, field="valid_to")
    refuse_what_does_not_fit(agreement)


@transaction.atomic
def follow_up_agreement(
    *,
    agreement_id: uuid.UUID,
    version: int | None,
    held_on: date,
    outcome: str,
    next_on: date | None,
    written_by: Person | None,
) -> Agreement:
    """What a look at the agreement found, and when to look next. Administrators, the organisation's coordinators.

    Raises `InvalidInputError`, `ConflictError` for one that nobody has signed, `StaleVersionError`.
    """
    agreement = lock_version(Agreement, agreement_id, version)
    words = clean_text(outcome)
    if agreement.signed_on is None:
        raise ConflictError(_("The agreement is not signed yet. Write the day of signing first."))
    if not words:
        raise InvalidInputError(_("Write what the follow-up found."), field="outcome")
    if held_on > timezone.localdate():
        raise InvalidInputError(_("That day is yet to come. Write the day on which you followed up."), field="held_on")
    if next_on and next_on <= held_on:
        raise InvalidInputError(_("The next follow-up must come after this one."), field="next_on")
    AgreementFollowUp.objects.create(agreement=agreement, held_on=held_on, outcome=words, written_by=written_by)
    agreement.follow_up_on = next_on
    agreement.version += 1
    agreement.save(update_fields=["follow_up_on", "version"])
    plan_agreement(agreement)
    return agreement.refreshed()
