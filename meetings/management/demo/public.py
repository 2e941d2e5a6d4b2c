"""The council's public pages in the demo: open to all, its approved minutes published with one paragraph masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.enums import Openness
from forum.services.forums import update_forum
from meetings.management.demo.agenda import latest_meeting
from meetings.management.demo.cast import COUNCIL, DOMAIN
from meetings.services.minutes import latest_minutes
from meetings.services.publications import prepare_publication, publish_minutes

if TYPE_CHECKING:
    from meetings.management.demo.cast import Cast

PURPOSE = "Här samlas kommunen, Polisen och bostadsbolag kring trygghet och brottsförebyggande arbete."
MASKS = {"2/notes/1": "OSL 18 kap. 13 §"}


def open_council(cast: Cast) -> None:
    """Opens the forum and publishes its latest minutes as its secretary would."""
    secretary = cast.people["sekreterare"]
    update_forum(
        forum_id=cast.forums[COUNCIL].pk,
        version=None,
        openness=Openness.PUBLIC,
        purpose=PURPOSE,
        contact_address=f"registrator@{DOMAIN}",
    )
    minutes = latest_minutes(latest_meeting(cast, COUNCIL))
    if minutes is None:
        return
    prepared = prepare_publication(minutes_id=minutes.pk, version=None, masks=MASKS, names=False, prepared_by=secretary)
    publish_minutes(publication_id=prepared.pk, version=None, findings_accepted=0, published_by=secretary)
