"""Who holds the question together in the demo: card, deputy, first week, and what was noticed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from forum.enums import FirstWeek
from forum.models import Coordinator
from forum.services.coordinators import change_term, mark_first_week, write_contact_card
from forum.services.monitoring import write_note
from meetings.management.demo.cast import DOMAIN, HOST

if TYPE_CHECKING:
    from datetime import date

    from forum.models import Topic
    from meetings.management.demo.cast import Cast

DONE: Final = (FirstWeek.COVERAGE, FirstWeek.PICTURE, FirstWeek.CARD)
NOTES: Final = (
    (
        9,
        "Klistermärken med samma symbol på busshållplatser längs två linjer.",
        "Felanmälningar, gatuenheten",
    ),
    (
        31,
        "Fler frågar biblioteket hur man känner igen påverkan på nätet.",
        "Bibliotekets personal",
    ),
)


def hold_together(cast: Cast, topic: Topic, today: date) -> None:
    host, person = cast.organisations[HOST], cast.people["samordnare"]
    row = Coordinator.objects.get(topic=topic, person=person)
    change_term(coordinator_id=row.pk, version=None, deputy=cast.people["skolchef"], ends_on=today + timedelta(days=45))
    write_contact_card(
        coordinator_id=row.pk,
        version=None,
        function="Säkerhetssamordnare",
        mailbox=f"samordnare@{DOMAIN}",
        published=True,
    )
    for step in DONE:
        mark_first_week(coordinator_id=row.pk, step=step, done=True)
    for days, text, source in NOTES:
        write_note(
            topic=topic, organisation=host, observed_on=today - timedelta(days=days), text=text, source=source,
            written_by=person,
        )  # fmt: skip
