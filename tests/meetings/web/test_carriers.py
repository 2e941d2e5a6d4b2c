"""A topic's page names forums that could carry it, to who may ask them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.enums import PlacementState
from tests.factories import make_forum, make_placement, make_seat

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Person, Topic
    from tests.conftest import SignIn


def test_by_purpose_and_by_who_sits_where_it_is_carried(
    signed_in: SignIn, topic: Topic, coordinator: Person, chair: Person, council: Forum, host: Organisation,
    police: Organisation, network: Forum,
) -> None:  # fmt: skip
    make_placement(topic=topic, forum=council)
    make_placement(topic=topic, forum=network, state=PlacementState.DECLINED)
    alike = make_forum(organisation=host, name="Trygghetsgruppen", purpose="Mot våldsbejakande extremism")
    make_seat(forum=alike, organisation=police, role_title="Kommunpolis")
    make_forum(organisation=host, name="Lokalgruppen", purpose="Städning av lokaler")
    page = signed_in(coordinator).get(f"/topics/{topic.slug}/")
    (found,) = page.context["carriers"]
    assert (found.forum, found.reasons[0]) == (alike, ("purpose", 2, 2))
    form = signed_in(coordinator).get(f"/topics/{topic.slug}/propose/?forum={alike.slug}").context["form"]
    assert form.initial["forums"] == [str(alike.pk)]
    assert signed_in(chair).get(f"/topics/{topic.slug}/").context["carriers"] == []
