from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from forum.errors import ConflictError
from forum.models import PersonActor
from forum.policies import can_change_settings
from forum.services.organisations import ensure_organisation
from forum.services.seating import seat_founder
from meetings.services.adopt import adopt_forum

if TYPE_CHECKING:
    from forum.enums import ForumKind
    from forum.models import Forum, Organisation, Person
    from meetings.services.adopt import AdoptionReport


def forum_of_that_name(organisation: Organisation, name: str) -> Forum | None:
    """The organisation's active forum with that name, whatever the case and the spaces."""
    return organisation.forums.filter(name__iexact=" ".join(name.split()), archived_at__isnull=True).first()


@transaction.atomic
def bring_in_forum(
    *,
    founder: Person,
    data: bytes,
    name: str,
    kind: ForumKind,
    organisation_code: str,
    as_secretary: bool,
    **facts: Any,
) -> AdoptionReport:
    """Brings a forum in for a person: the organisation is taken in by its code, the founder may get the secretary's seat.

    A forum of that name is brought up to date instead, if the founder may change its settings. Officials of the host,
    administrators. Raises as `adopt_forum`, and `ConflictError` for a forum that is somebody else's to change; writes all or nothing.
    """
    organisation = ensure_organisation(code=organisation_code)
    known = forum_of_that_name(organisation, name)
    if known and not can_change_settings(PersonActor(founder), known):
        raise ConflictError(
            _("The organisation already has a forum with that name. Ask its secretary to bring the new calendar in."),
            field="name",
        )
    report = adopt_forum(data=data, name=name, kind=kind, organisation=organisation, forum=known, **facts)
    if known is None and as_secretary:
        seat_founder(forum=report.forum, founder=founder)
    return report
