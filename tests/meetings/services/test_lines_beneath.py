"""Support lines beneath mails and at the end of minutes: by the forum's or the question's wish, and never more than all may know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from forum.enums import NoticeSender
from forum.models import OutboxMessage, Topic
from meetings.enums import ItemOpenness
from meetings.services.minutes_content import complete_content
from meetings.services.minutes_docx import render_minutes_docx
from meetings.services.minutes_freeze import freeze_content
from meetings.services.minutes_pdf import render_minutes_pdf
from meetings.services.notices import send_notice
from meetings.services.proposal_facts import Proposal
from meetings.services.proposals import propose_topic
from meetings.services.publication_content import public_content
from meetings.services.release import release_due_reminders
from tests.factories import make_action, make_item, make_line, make_meeting, make_minutes, make_reminder, make_topic
from tests.meetings.services.outbox_reading import text_of

if TYPE_CHECKING:
    from forum.models import Forum, Organisation, Person
    from meetings.models import Meeting

DUE = datetime.now(tz=UTC) - timedelta(minutes=1)  # PostgreSQL's clock decides
SENTENCE = (
    "Stödtelefonen: 020-100 200. För: anhöriga. Vardagar 9.00–15.00; Helgdagar stängt; Helgaftnar stängt."
    " Kontrollerad 2 november 2026."
)


@pytest.fixture
def meeting(council: Forum, host: Organisation, topic: Topic, now: datetime) -> Meeting:
    """Its agenda takes the topic up in the open, and another one behind a restricted point; each has a line, one is not public."""
    council.notices_from = NoticeSender.SAMVERKA
    council.save()
    meeting = make_meeting(forum=council)
    hidden = make_topic(
        slug="hemlig", name="Hemlig fråga", organisation=host, lines_in_mails=True, lines_in_minutes=True
    )
    make_item(meeting=meeting, title="Öppen punkt", topic=topic)
    make_item(meeting=meeting, title="Läcker", topic=hidden, openness=ItemOpenness.NAMED_SEATS)
    make_line(organisation=host, topic=topic, audience="anhöriga")
    make_line(organisation=host, topic=topic, name="Läcker inåt", is_public=False)
    make_line(organisation=host, topic=hidden, name="Läcker frågan")
    return meeting


def _sent(meeting: Meeting, secretary: Person) -> str:
    send_notice(meeting_id=meeting.pk, version=None, sent_by=secretary)
    first = OutboxMessage.objects.filter(recipient="member@demo.example").get()
    return " ".join(text_of(first).split())


def test_nobody_wishes_nothing_stands(meeting: Meeting, secretary: Person) -> None:
    assert "020-100 200" not in _sent(meeting, secretary)
    assert "support_lines" not in freeze_content(make_minutes(meeting=meeting))


@pytest.mark.parametrize("wish", ["forum", "topic"])
def test_who_wishes_gets_them_with_the_hours_as_checked(
    wish: str, meeting: Meeting, council: Forum, topic: Topic, secretary: Person
) -> None:
    one = council if wish == "forum" else topic
    one.lines_in_mails = one.lines_in_minutes = True
    one.save()
    meeting.forum.refresh_from_db()
    text = _sent(meeting, secretary)
    assert f"Vem du kan ringa {SENTENCE} -- " in text
    assert "Läcker" not in text
    assert freeze_content(make_minutes(meeting=meeting))["support_lines"] == [SENTENCE]


@pytest.mark.parametrize("wish", ["forum", "topic"])
def test_proposals_and_reminders_carry_them_too(
    wish: str, meeting: Meeting, council: Forum, topic: Topic, coordinator: Person
) -> None:
    """A reminder of an action, and of an agenda that was sent; not what only asks to log or concerns a restricted point."""
    one = council if wish == "forum" else topic
    type(one).objects.filter(pk=one.pk).update(lines_in_mails=True)
    council.refresh_from_db()
    topic.refresh_from_db()
    hidden = Topic.objects.get(slug="hemlig")
    proposed = propose_topic(topic=topic, forums=[council], proposal=Proposal(title="Läget"), proposed_by=coordinator)
    shown, restricted = meeting.items.get(topic=topic), meeting.items.get(topic=hidden)
    for item, address in ((shown, "a@demo.example"), (restricted, "b@demo.example")):
        make_reminder(of=make_action(origin=item, due_on=meeting.starts_at.date(), owner_address=address), moment=DUE)
    release_due_reminders()
    letters = {row.recipient: " ".join(text_of(row).split()) for row in OutboxMessage.objects.all()}
    assert len(proposed.placements) == 1
    told = {address for address, text in letters.items() if SENTENCE in text}
    assert told == {"chair@demo.example", "a@demo.example"}
    assert "Läcker inåt" not in str(letters)


def test_an_old_check_tells_no_hours_and_a_mail_in_english_is_english(
    meeting: Meeting, topic: Topic, secretary: Person, member: Person
) -> None:
    Topic.objects.filter(pk=topic.pk).update(lines_in_mails=True)
    topic.support_lines.update(checked_on="2026-01-01")
    type(member).objects.filter(pk=member.pk).update(language="en")
    assert "Stödtelefonen: 020-100 200. For: anhöriga. The opening hours are not checked. --" in _sent(
        meeting, secretary
    )


def test_they_stand_in_every_form_of_the_minutes_and_old_ones_keep_their_sum(meeting: Meeting, council: Forum) -> None:
    council.lines_in_minutes = True
    council.save()
    meeting.forum.refresh_from_db()
    content = freeze_content(make_minutes(meeting=meeting))
    assert public_content(content, masks={}, names=False)["support_lines"] == [SENTENCE]
    assert render_minutes_pdf(content) != render_minutes_pdf({**content, "support_lines": []})
    assert render_minutes_docx(content).startswith(b"PK")
    assert "support_lines" not in complete_content({key: content[key] for key in content if key != "support_lines"})
