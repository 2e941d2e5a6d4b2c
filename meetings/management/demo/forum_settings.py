"""What the demo's forums are for, and how much of others' questions they take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from forum.services.forums import update_forum
from meetings.management.demo.cast import DOMAIN, INTERFAITH, MANAGEMENT, NETWORK, SCHOOLS

if TYPE_CHECKING:
    from meetings.management.demo.cast import Cast

PURPOSES: Final = {
    SCHOOLS: "Leder skolorna och samordnar elevhälsa och trygghet.",
    MANAGEMENT: "Leder kommunens förvaltningar och följer upp nämndernas uppdrag.",
    INTERFAITH: "Trossamfund och kommun möter hot, hatbrott och våldsbejakande extremism tillsammans.",
    NETWORK: "Länets samordnare utbyter erfarenheter av brottsförebyggande arbete.",
}


def tell_purposes(cast: Cast) -> None:
    """Each forum's purpose; the management group takes two proposed points a meeting; the network, led by others, is asked by letter."""
    for key, purpose in PURPOSES.items():
        update_forum(forum_id=cast.forums[key].pk, version=None, purpose=purpose)
    limits = {"most_proposed": 2, "most_proposed_minutes": 30}
    update_forum(forum_id=cast.forums[MANAGEMENT].pk, version=None, **limits)
    update_forum(forum_id=cast.forums[NETWORK].pk, version=None, contact_address=f"lansstyrelsen@{DOMAIN}")
