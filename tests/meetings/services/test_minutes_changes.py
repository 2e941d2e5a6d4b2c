from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from meetings.services.minutes_changes import compare, differences
from meetings.services.minutes_content import complete_content
from tests.meetings.services.minutes_samples import decision, item, minutes


def found(old: Any, new: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    rows = differences(complete_content(old), complete_content(new))
    return [(row.heading, [(piece.kind, piece.text) for piece in row.pieces]) for row in rows]


def test_the_same_minutes_differ_in_nothing() -> None:
    assert found(minutes(), minutes(version=2, drawn_up_at="2026-11-12T08:30:00+01:00")) == []


def test_a_changed_word_is_shown_within_its_point() -> None:
    old = minutes(items=[item(1), item(2, notes="Det var 12 barn.")])
    new = minutes(items=[item(1), item(2, notes="Det var 14 barn.")])
    ((heading, pieces),) = found(old, new)
    assert heading == "§ 45 Ärende 2"
    assert [piece for piece in pieces if piece[0] != "same"] == [("gone", "12 "), ("new", "14 ")]


def test_points_and_decisions_that_came_and_went() -> None:
    old = minutes(items=[item(1, decisions=[decision("Bifall.")]), item(2)])
    new = minutes(items=[item(1), item(3)])
    assert [heading for heading, _ in found(old, new)] == ["§ 44 Ärende 1", "§ 46 Ärende 3", "§ 45 Ärende 2"]


def test_a_point_restricted_in_either_shows_nothing() -> None:
    secret = item(1, notes="Läcker", title="Läcker")
    hidden = item(1, notes="Annat", redacted=True)
    assert found(minutes(items=[secret]), minutes(items=[hidden])) == []
    assert found(minutes(items=[hidden]), minutes(items=[secret])) == []


@given(old=st.text(max_size=80), new=st.text(max_size=80))
def test_both_texts_can_be_read_from_the_pieces(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new
    assert len("".join(piece.text for piece in pieces if piece.kind != "new")) == len(old)
