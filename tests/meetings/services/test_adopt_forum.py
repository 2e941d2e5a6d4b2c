"""A forum is brought in from its calendar, again and again, without doubling and without undoing what was done here."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from forum.enums import ForumKind, NoticeSender, ReminderKind
from forum.errors import InvalidInputError
from forum.models import Change, Forum, OutboxMessage, Reminder
from meetings.enums import DueKind, MeetingState
from meetings.models import Meeting, MeetingSeries
from meetings.services.actions import Owner, give_action
from meetings.services.adopt import AdoptionReport, adopt_forum
from meetings.services.adoption_plan import MOST_LOOKED_AT, read_plan
from meetings.services.meetings import cancel_meeting
from meetings.services.outcomes import write_outcome
from meetings.services.series import rhythm_of
from meetings.services.series_plan import plan_series
from tests.factories import make_item, make_placement

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Organisation, Topic

PLAIN = """BEGIN:VEVENT
UID:rad@demo.example
DTSTAMP:20260101T000000Z
DTSTART;TZID=W. Europe Standard Time:20260908T090000
DTEND;TZID=W. Europe Standard Time:20260908T110000
RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=8
SUMMARY:Rådet
LOCATION:Mälaren
END:VEVENT"""
JANUARY = datetime(2027, 1, 12, 8, 0, tzinfo=UTC)


def _calendar(*events: str) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Demo//SV",
        *"\n".join(events).split("\n"),
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode()


def _changed(recurrence: str, *lines: str) -> str:
    head = [
        "BEGIN:VEVENT",
        "UID:rad@demo.example",
        "DTSTAMP:20260201T000000Z",
        f"RECURRENCE-ID;TZID=W. Europe Standard Time:{recurrence}T090000",
    ]
    return "\n".join([*head, *lines, "SUMMARY:Rådet", "LOCATION:Mälaren", "END:VEVENT"])


def _timed(start: str, end: str) -> tuple[str, str]:
    return f"DTSTART;TZID=W. Europe Standard Time:{start}", f"DTEND;TZID=W. Europe Standard Time:{end}"


def _adopt(host: Organisation, *events: str, **facts: Any) -> AdoptionReport:
    given = {"name": "Rådet", "kind": ForumKind.CRIME_PREVENTION, "organisation": host, **facts}
    return adopt_forum(data=_calendar(*(events or (PLAIN,))), **given)


def _differences(report: AdoptionReport) -> tuple[int, int, int]:
    return len(report.merged.new), len(report.merged.changed), len(report.merged.vanished)


def _meeting(starts_at: datetime = JANUARY) -> Meeting:
    return Meeting.objects.get(starts_at=starts_at)


@pytest.fixture
def adopted(host: Organisation, now: datetime) -> Forum:
    return _adopt(host).forum


def test_what_has_begun_is_historic_and_what_comes_is_planned(adopted: Forum) -> None:
    rows = Meeting.objects.order_by("starts_at").values_list("starts_at", "historic", "state", "place", "zone")
    assert list(rows) == [
        (datetime(2026, 9, 8, 7, 0, tzinfo=UTC), True, "planned", "Mälaren", "Europe/Stockholm"),
        (datetime(2026, 10, 13, 7, 0, tzinfo=UTC), True, "planned", "Mälaren", "Europe/Stockholm"),
        (datetime(2026, 11, 10, 8, 0, tzinfo=UTC), True, "planned", "Mälaren", "Europe/Stockholm"),
        (datetime(2026, 12, 8, 8, 0, tzinfo=UTC), False, "planned", "Mälaren", "Europe/Stockholm"),
        (JANUARY, False, "planned", "Mälaren", "Europe/Stockholm"),
        (datetime(2027, 2, 9, 8, 0, tzinfo=UTC), False, "planned", "Mälaren", "Europe/Stockholm"),
        (datetime(2027, 3, 9, 8, 0, tzinfo=UTC), False, "planned", "Mälaren", "Europe/Stockholm"),
        (datetime(2027, 4, 13, 7, 0, tzinfo=UTC), False, "planned", "Mälaren", "Europe/Stockholm"),
    ]
    assert Reminder.objects.filter(kind=ReminderKind.MEETING_AHEAD).count() == 5


@pytest.mark.parametrize(
    "name", ["Rådet", " rådet ", unicodedata.normalize("NFD", "Rådet"), "R\u00addet".replace("\u00ad", "å\u00ad")]
)
def test_the_same_file_twice_changes_nothing(name: str, adopted: Forum, host: Organisation) -> None:
    before = Change.objects.count()
    report = _adopt(host, name=name)
    assert (_differences(report), report.forum, Change.objects.count()) == ((0, 0, 0), adopted, before)


def test_moved_cancelled_and_excluded(adopted: Forum, host: Organisation) -> None:
    events = (
        PLAIN.replace("SUMMARY", "EXDATE;TZID=W. Europe Standard Time:20270309T090000\nSUMMARY"),
        _changed("20270112", *_timed("20270114T130000", "20270114T150000")),
        _changed("20270209", *_timed("20270209T090000", "20270209T110000"), "STATUS:CANCELLED"),
    )
    assert _differences(_adopt(host, *events)) == (0, 2, 1)
    rows = {
        row.starts_at: (row.state, row.sequence, row.cancelled_reason != "")
        for row in Meeting.objects.filter(starts_at__year=2027)
    }
    assert rows == {
        datetime(2027, 1, 14, 12, 0, tzinfo=UTC): (MeetingState.PLANNED, 1, False),
        datetime(2027, 2, 9, 8, 0, tzinfo=UTC): (MeetingState.CANCELLED, 1, True),
        datetime(2027, 3, 9, 8, 0, tzinfo=UTC): (MeetingState.CANCELLED, 1, True),
        datetime(2027, 4, 13, 7, 0, tzinfo=UTC): (MeetingState.PLANNED, 0, False),
    }
    assert _differences(_adopt(host, *events)) == (0, 0, 0)
    assert _differences(_adopt(host)) == (0, 3, 0)
    assert not Meeting.objects.filter(state=MeetingState.CANCELLED).exists()


def test_a_meeting_with_an_outcome_is_never_touched(adopted: Forum, host: Organisation) -> None:
    item = make_item(meeting=_meeting())
    write_outcome(item_id=item.pk, version=1, notes="Redan talat om")
    before = Meeting.objects.values().get(pk=item.meeting_id)
    assert _differences(_adopt(host, PLAIN.replace("COUNT=8", "COUNT=3"))) == (0, 0, 4)
    _adopt(host, PLAIN, _changed("20270112", *_timed("20270114T130000", "20270114T150000")))
    assert Meeting.objects.values().get(pk=item.meeting_id) == before


def test_logging_a_historic_meeting_makes_it_one_that_was_held(adopted: Forum) -> None:
    meeting = Meeting.objects.filter(historic=True).first()
    assert meeting is not None
    write_outcome(item_id=make_item(meeting=meeting).pk, version=1, notes="Ord")
    assert not meeting.refreshed().historic


def test_what_was_cancelled_here_stays_cancelled(adopted: Forum, host: Organisation) -> None:
    cancel_meeting(meeting_id=_meeting().pk, version=None, reason="Ordföranden är sjuk")
    assert _differences(_adopt(host)) == (0, 0, 0)
    assert (_meeting().state, _meeting().cancelled_reason) == (MeetingState.CANCELLED, "Ordföranden är sjuk")


def test_a_shorter_window_cancels_nothing_outside_it(adopted: Forum, host: Organisation) -> None:
    assert _differences(_adopt(host, from_date=date(2027, 2, 1), until=date(2027, 3, 1))) == (0, 0, 0)
    assert not Meeting.objects.filter(state=MeetingState.CANCELLED).exists()


def test_a_noticed_meeting_stays_noticed_and_those_who_got_the_notice_are_told(
    council: Forum, host: Organisation, now: datetime
) -> None:
    Forum.objects.filter(pk=council.pk).update(notices_from=NoticeSender.SAMVERKA)
    _adopt(host, forum=council)
    Meeting.objects.filter(starts_at=JANUARY).update(state=MeetingState.NOTICED, noticed_at=now)
    _adopt(host, PLAIN, _changed("20270112", *_timed("20270114T130000", "20270114T150000")), forum=council)
    assert _meeting(JANUARY + timedelta(days=2, hours=4)).state == MeetingState.NOTICED
    kinds = set(OutboxMessage.objects.values_list("kind", flat=True))
    assert (kinds, OutboxMessage.objects.count()) == ({"notice"}, 4)
    _adopt(host, PLAIN.replace("COUNT=8", "COUNT=4"), forum=council)
    assert OutboxMessage.objects.filter(kind="cancellation").count() == 4


def test_exceptions_of_the_file_stand_in_the_series_so_that_a_change_of_rhythm_keeps_them(
    adopted: Forum, host: Organisation
) -> None:
    dates = "EXDATE;TZID=W. Europe Standard Time:20270309T090000\nRDATE;TZID=W. Europe Standard Time:20270323T090000\n"
    _adopt(host, PLAIN.replace("SUMMARY", f"{dates}SUMMARY"))

    series = MeetingSeries.objects.get(forum=adopted)
    plan = plan_series(forum=adopted, rhythm=rhythm_of(series), series=series)

    assert (series.excluded_dates, series.extra_dates) == ([date(2027, 3, 9)], [date(2027, 3, 23)])
    assert (plan.added, plan.moved, plan.removed) == ([], [], [])


def test_actions_due_next_meeting_and_standing_items_follow(adopted: Forum, host: Organisation, topic: Topic) -> None:
    make_placement(topic=topic, forum=adopted)
    origin = make_item(meeting=Meeting.objects.get(starts_at=datetime(2026, 11, 10, 8, 0, tzinfo=UTC)))
    action = give_action(item=origin, text="Gör", owner=Owner(organisation=host), due_kind=DueKind.NEXT_MEETING)
    assert action.due_on == date(2026, 12, 8)
    _adopt(host, PLAIN.replace("SUMMARY", "EXDATE;TZID=W. Europe Standard Time:20261208T090000\nSUMMARY"))
    assert action.refreshed().due_on == date(2027, 1, 12)
    assert list(_meeting().items.values_list("title", flat=True)) == [
        "Föregående anteckningar och uppföljning",
        topic.name,
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ("DTSTART;TZID=Europe/Helsinki:20261215T090000", "DTEND;TZID=Europe/Helsinki:20261215T100000"),
            ("2026-12-15 07:00", "Europe/Helsinki", False),
        ),
        (("DTSTART:20261215T090000Z", "DTEND:20261215T100000Z"), ("2026-12-15 09:00", "UTC", False)),
        (("DTSTART:20261215T090000", "DTEND:20261215T100000"), ("2026-12-15 08:00", "Europe/Stockholm", False)),
        (("DTSTART;VALUE=DATE:20261215", "DTEND;VALUE=DATE:20261216"), ("2026-12-14 23:00", "Europe/Stockholm", True)),
        (
            ("DTSTART;TZID=GMT Standard Time:20261215T090000", "DTEND;TZID=GMT Standard Time:20261215T100000"),
            ("2026-12-15 09:00", "Europe/London", False),
        ),
    ],
)
def test_times_of_other_zones_and_whole_days(
    lines: tuple[str, ...], expected: tuple[str, str, bool], host: Organisation, now: datetime
) -> None:
    _adopt(
        host,
        "\n".join(
            ["BEGIN:VEVENT", "UID:x@demo.example", "DTSTAMP:20260101T000000Z", *lines, "SUMMARY:Möte", "END:VEVENT"]
        ),
    )
    meeting = Meeting.objects.get()
    found = (f"{meeting.starts_at:%Y-%m-%d %H:%M}", meeting.zone, meeting.all_day)
    if expected[1] == "UTC":
        assert (found[0], found[2]) == (expected[0], expected[2])
    else:
        assert found == expected


def test_very_long_names_places_uids_and_numbers_come_in(host: Organisation, now: datetime) -> None:
    event = (
        PLAIN.replace("rad@demo", f"{'u' * 400}@demo")
        .replace("Mälaren", "M" * 900)
        .replace("SUMMARY:Rådet", f"SUMMARY:{'S' * 900}\nSEQUENCE:99999999999")
    )
    assert _differences(_adopt(host, event)) == (8, 0, 0)
    assert _differences(_adopt(host, event)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\x00\x01\x02" * 50, "not_a_calendar"),
        (b"Namn;Adress\r\n", "not_a_calendar"),
        (_calendar(), "no_meetings"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMM", "truncated"),
        (b"x" * 10_000_001, "file_too_large"),
    ],
)
def test_a_bad_file_writes_nothing(data: bytes, code: str, host: Organisation) -> None:
    with pytest.raises(InvalidInputError) as error:
        adopt_forum(data=data, name="Rådet", kind=ForumKind.OTHER, organisation=host)
    assert (error.value.field, error.value.code) == ("file", code)
    assert not Forum.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"series": ["finns-inte"]}, "series"),
        ({"from_date": date(2027, 1, 1), "until": date(2026, 1, 1)}, "until"),
        ({"from_date": date(1990, 1, 1), "until": date(2026, 1, 1)}, "until"),
        ({"name": " "}, "name"),
    ],
)
def test_bad_wishes_write_nothing(facts: dict[str, Any], field: str, host: Organisation) -> None:
    with pytest.raises(InvalidInputError) as error:
        _adopt(host, **facts)
    assert error.value.field == field
    assert not Forum.objects.exists()


def test_reading_a_plan_writes_nothing(host: Organisation, now: datetime) -> None:
    plan = read_plan(data=_calendar(PLAIN))
    assert ([one.uid for one in plan.series], len(plan.occurrences()), plan.skipped) == (["rad@demo.example"], 8, [])
    assert not MeetingSeries.objects.exists()


@pytest.mark.parametrize("count", [2, 700])
def test_a_thousand_meetings_cost_as_many_statements_as_two(
    count: int, host: Organisation, now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    event = PLAIN.replace("FREQ=MONTHLY;BYDAY=2TU;COUNT=8", f"FREQ=DAILY;COUNT={count}").replace("20260908", "20261125")
    with django_assert_max_num_queries(52):
        assert _differences(_adopt(host, event)) == (count, 0, 0)
    moved = event.replace("T090000", "T100000").replace("T110000", "T120000")
    with django_assert_max_num_queries(52):
        _adopt(host, moved)


def test_a_series_that_gets_another_hour_keeps_its_meetings(adopted: Forum, host: Organisation) -> None:
    before = list(Meeting.objects.order_by("starts_at").values_list("pk", flat=True))
    item = make_item(meeting=_meeting(datetime(2026, 11, 10, 8, 0, tzinfo=UTC)))
    write_outcome(item_id=item.pk, version=None, notes="Sagt.")
    later = PLAIN.replace("T090000", "T130000").replace("T110000", "T150000")

    report = _adopt(host, later)

    assert _differences(report) == (0, 7, 0)
    assert list(Meeting.objects.order_by("starts_at").values_list("pk", flat=True)) == before
    hours = [start.hour for start in Meeting.objects.order_by("starts_at").values_list("starts_at", flat=True)]
    assert hours == [11, 11, 8, 12, 12, 12, 12, 11]
    assert _differences(_adopt(host, later)) == (0, 0, 0)


def test_a_single_meeting_that_begins_to_recur_is_still_the_same(host: Organisation, now: datetime) -> None:
    alone = PLAIN.replace("RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=8\n", "").replace("20260908", "20261208")
    _adopt(host, alone)
    report = _adopt(host, alone.replace("SUMMARY", "RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=2\nSUMMARY"))
    assert _differences(report) == (1, 1, 0)
    assert [meeting.state for meeting in Meeting.objects.all()] == [MeetingState.PLANNED] * 2


def test_a_whole_calendar_may_hold_more_than_what_is_brought_in(host: Organisation, now: datetime) -> None:
    daily = PLAIN.replace("FREQ=MONTHLY;BYDAY=2TU;COUNT=8", "FREQ=DAILY").replace("20260908", "20200908")
    data = _calendar(*(daily.replace("rad@", f"rad{number}@") for number in range(9)))
    with pytest.raises(InvalidInputError) as caught:
        read_plan(data=data)
    assert caught.value.code == "too_many_meetings"
    assert len(read_plan(data=data, most=MOST_LOOKED_AT).series) == 9
    assert len(read_plan(data=data, series=["rad3@demo.example"]).series) == 1
