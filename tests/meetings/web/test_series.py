"""The rhythm of a forum on its page: said in words, looked at, then saved."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from forum.enums import NoticeSender
from forum.models import OutboxMessage
from meetings.enums import MeetingState
from meetings.models import Meeting, MeetingSeries
from meetings.services.notices import send_notice
from meetings.services.outcomes import set_attendance
from meetings.services.series import fill_series_everywhere
from tests.conftest import LEAK
from tests.factories import make_forum, make_item, make_meeting, make_seat
from tests.factories.meetings import make_series

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person
    from tests.conftest import SignIn

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

# Session, person, the forum, the office in it, others' meetings, double seats.
QUERIES = 6
TYPED = {
    "way": "words",
    "sentence": "first Tuesday of the month, except July",
    "first_date": "2026-12-01",
    "starts": "09:00",
    "ends": "10:30",
    "place": "Stadshuset",
}


def seen(client: Client, address: str, typed: dict[str, Any]) -> str:
    """What the page says will be done, and the key that says it was looked at."""
    response = client.post(address, {**typed, "look": "1"})
    assert response.status_code == 200, response.text
    plan: str = response.context["plan"].digest
    return plan


def save(client: Client, address: str, typed: dict[str, Any]) -> None:
    response = client.post(address, {**typed, "seen": seen(client, address, typed)})
    assert response.status_code == 302, response.text


def days(forum: Forum) -> list[str]:
    return [f"{one.starts_at:%Y-%m-%d %H:%M} {one.state}" for one in Meeting.objects.filter(forum=forum)]


@pytest.fixture
def new(council: Forum) -> str:
    return f"/forums/{council.slug}/series/new/"


@pytest.fixture
def client(secretary: Person, signed_in: SignIn) -> Client:
    return signed_in(secretary)


def test_a_sentence_becomes_the_meetings_of_two_years(client: Client, council: Forum, new: str) -> None:
    response = client.post(new, TYPED)
    assert (response.status_code, MeetingSeries.objects.count()) == (200, 0)
    assert "21 meetings are added" in response.text
    save(client, new, TYPED)
    series = MeetingSeries.objects.get()
    assert (series.rule, str(series.start_time)) == (
        "FREQ=MONTHLY;BYMONTH=1,2,3,4,5,6,8,9,10,11,12;BYDAY=1TU",
        "09:00:00",
    )
    assert (series.zone, series.duration_minutes) == ("Europe/Stockholm", 90)
    assert days(council)[:2] == ["2026-12-01 08:00 planned", "2027-01-05 08:00 planned"]
    assert "2027-04-06 07:00 planned" in days(council)  # the same hour on the wall in summer time
    assert not [day for day in days(council) if day.startswith("2027-07")]
    assert "First Tuesday of the month, except July" in client.get(f"/forums/{council.slug}/series/").text


def test_what_was_not_looked_at_is_not_saved(client: Client, new: str) -> None:
    key = seen(client, new, TYPED)
    response = client.post(new, {**TYPED, "sentence": "every other Wednesday", "seen": key})
    assert (response.status_code, MeetingSeries.objects.count()) == (200, 0)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"sentence": "fullmånen"}, "“fullmånen” is not understood"),
        ({"first_date": ""}, "Fill in this field."),
        ({"ends": "09:00"}, "The meeting ends before it starts."),
        ({"pauses": "2027-06-21"}, "Write both days of each pause"),
        ({"excluded": "nästa fredag"}, "Write days as year-month-day"),
        ({"way": "days"}, "Write at least one day."),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(
    client: Client, new: str, typed: dict[str, str], words: str
) -> None:
    response = client.post(new, {**TYPED, **typed})
    assert response.status_code == 422
    assert words in response.text
    assert 'value="Stadshuset"' in response.text


def test_choices_and_days_one_by_one_say_the_same_in_their_way(client: Client, council: Forum, new: str) -> None:
    chosen = {**TYPED, "way": "choices", "every": "even", "weekdays": ["2"], "not_in": ["7"], "until": "2027-01-31"}
    save(client, new, chosen)
    assert days(council) == [  # weeks 50, 52, 2 and 4: week 53 lies between
        "2026-12-09 08:00 planned",
        "2026-12-23 08:00 planned",
        "2027-01-13 08:00 planned",
        "2027-01-27 08:00 planned",
    ]
    save(client, new, {**TYPED, "way": "days", "extra": "2027-03-08, 2027-05-17"})
    assert [day for day in days(council) if day > "2027-02"] == ["2027-03-08 08:00 planned", "2027-05-17 07:00 planned"]


def test_pauses_exceptions_and_extra_days(client: Client, council: Forum, new: str) -> None:
    more = {"until": "2027-05-31", "pauses": "2027-02-01 – 2027-03-31", "excluded": "2027-01-05", "extra": "2027-02-15"}
    save(client, new, {**TYPED, **more})
    assert [day[:10] for day in days(council)] == ["2026-12-01", "2027-02-15", "2027-04-06", "2027-05-04"]


def test_a_change_moves_what_lies_ahead_and_tells_those_who_got_a_notice(
    client: Client, council: Forum, secretary: Person
) -> None:
    council.notices_from = NoticeSender.SAMVERKA
    council.save()
    series = make_series(forum=council)
    held = make_meeting(forum=council, series=series, starts_at=datetime(2026, 11, 5, 8, tzinfo=UTC))
    december = make_meeting(forum=council, series=series)
    make_item(meeting=december)
    send_notice(meeting_id=december.pk, version=None, sent_by=secretary)
    january = make_meeting(forum=council, series=series, starts_at=datetime(2027, 1, 7, 8, tzinfo=UTC))
    logged = make_meeting(forum=council, series=series, starts_at=datetime(2027, 2, 4, 8, tzinfo=UTC))
    set_attendance(meeting=logged, seat=council.seats.all()[0], presence="present")  # type: ignore[arg-type]
    address = f"/forums/{council.slug}/series/{series.pk}/"
    typed = {**TYPED, "sentence": "första onsdagen i månaden", "until": "2027-02-28", "scope": "all"}
    text = client.post(address, {**typed, "version": str(series.version)}).text
    assert "A notice of one of these meetings is out." in text
    save(client, address, {**typed, "version": str(series.version)})
    for meeting in (held, december, january, logged):
        meeting.refresh_from_db()
    assert [f"{one.starts_at:%m-%d}" for one in (held, december, january, logged)] == [
        "11-05",
        "12-02",
        "01-06",
        "02-04",
    ]
    assert (december.sequence, december.items.filter(title="Lägesbild").count()) == (1, 1)
    letters = OutboxMessage.objects.filter(kind="notice", state="queued")
    assert letters.count() == 4


def test_what_leaves_the_rhythm_goes_without_a_trace_only_when_nothing_was_prepared(
    client: Client, council: Forum
) -> None:
    series = make_series(forum=council)
    bare = make_meeting(forum=council, series=series, starts_at=datetime(2027, 1, 7, 8, tzinfo=UTC))
    prepared = make_meeting(forum=council, series=series, starts_at=datetime(2027, 2, 4, 8, tzinfo=UTC))
    make_item(meeting=prepared)
    address = f"/forums/{council.slug}/series/{series.pk}/"
    save(client, address, {**TYPED, "way": "days", "extra": "2026-12-03", "scope": "all"})
    prepared.refresh_from_db()
    assert not Meeting.objects.filter(pk=bare.pk).exists()
    assert (prepared.state, prepared.cancelled_reason) == (
        MeetingState.CANCELLED,
        "The forum's rhythm was changed, and this day is no longer in it.",
    )
    save(client, address, {**TYPED, "way": "days", "extra": "2026-12-03, 2027-02-04", "scope": "all"})
    assert days(council) == ["2026-12-03 08:00 planned", "2027-02-04 08:00 cancelled", "2027-02-04 08:00 planned"]


def test_from_here_on_leaves_what_comes_before_and_what_was_moved_by_hand(
    client: Client, council: Forum, new: str
) -> None:
    save(client, new, {**TYPED, "until": "2027-04-30"})
    series = MeetingSeries.objects.get()
    march = Meeting.objects.get(starts_at__month=3)
    march.starts_at, march.ends_at = datetime(2027, 3, 9, 8, tzinfo=UTC), datetime(2027, 3, 9, 9, tzinfo=UTC)
    march.save()
    later = {**TYPED, "first_date": "2027-02-01", "until": "2027-04-30", "starts": "08:30", "scope": "from_here"}
    save(client, f"/forums/{council.slug}/series/{series.pk}/", later)
    assert [day[:16] for day in days(council)] == [
        "2026-12-01 08:00",
        "2027-01-05 08:00",
        "2027-02-02 07:30",
        "2027-03-09 08:00",
        "2027-04-06 06:30",
    ]


def test_a_stale_version_shows_both_texts(client: Client, council: Forum) -> None:
    series = make_series(forum=council)
    old = series.version
    address = f"/forums/{council.slug}/series/{series.pk}/"
    typed = {**TYPED, "version": str(old), "scope": "all"}
    key = seen(client, address, typed)
    MeetingSeries.objects.filter(pk=series.pk).update(place="Biblioteket")
    response = client.post(address, {**typed, "seen": key})
    assert response.status_code == 409
    assert "Biblioteket" in response.text


def test_time_that_passes_fills_the_series_up(client: Client, council: Forum, new: str) -> None:
    save(client, new, TYPED)
    MeetingSeries.objects.update(filled_until=date(2028, 8, 31))
    Meeting.objects.filter(starts_at__gte=datetime(2028, 9, 1, tzinfo=UTC)).delete()
    assert (fill_series_everywhere(), fill_series_everywhere()) == (2, 0)
    assert days(council)[-1] == "2028-10-03 07:00 planned"


@pytest.mark.parametrize("busy", [1, 3])
def test_the_next_days_tell_week_holiday_and_who_is_busy(
    busy: int,
    client: Client,
    council: Forum,
    host: Organisation,
    member: Person,
    secretary: Person,
    school_group: Forum,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_seat(forum=school_group, organisation=host, person=member)
    make_meeting(forum=school_group, starts_at=datetime(2027, 1, 5, 8, tzinfo=UTC))
    for number in range(busy):
        other = make_forum(organisation=host, name=f"Rådet {number}")
        make_seat(forum=other, organisation=host, person=secretary)
        make_seat(forum=other, organisation=host, person=member)
        make_meeting(forum=other, starts_at=datetime(2027, 1, 5, 8, tzinfo=UTC))
    typed = {**TYPED, "sentence": "var femte tisdag", "first_date": "2027-01-05"}
    client.get("/")
    with django_assert_num_queries(QUERIES):
        text = client.get(f"/forums/{council.slug}/series/dates/", typed).text
    assert "Tuesday 5 January 2027" in text
    assert "week 1" in text
    assert "Rådet 0" in text
    assert LEAK not in text
    assert text.count("<li ") == 10


def test_who_may_not_see_the_forum_gets_nothing_and_a_member_may_not_change_it(
    council: Forum, member: Person, stranger: Person, signed_in: SignIn
) -> None:
    series = make_series(forum=council)
    for path in ("", "new/", "dates/", f"{series.pk}/"):
        assert signed_in(stranger).get(f"/forums/{council.slug}/series/{path}").status_code == 404
        assert signed_in(member).get(f"/forums/{council.slug}/series/{path}").status_code == 403
