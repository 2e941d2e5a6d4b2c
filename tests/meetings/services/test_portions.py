"""What is due at one moment is cut so that nobody gets two letters."""

from __future__ import annotations

import uuid
from collections import defaultdict

from hypothesis import given
from hypothesis import strategies as st

from meetings.services.portions import portions

IDS = [uuid.UUID(int=number) for number in range(12)]
ADDRESSES = [f"{letter}@mottagare.example" for letter in "abcdefgh"]


@given(st.sets(st.tuples(st.sampled_from(IDS), st.sampled_from(ADDRESSES))), st.integers(1, 12))
def test_each_reminder_once_and_each_receiver_in_one_portion(receivers: set[tuple[uuid.UUID, str]], size: int) -> None:
    found = portions(IDS, sorted(receivers), size=size)

    assert sorted(reminder for portion in found for reminder in portion) == IDS
    reached: dict[str, set[int]] = defaultdict(set)
    for reminder, address in receivers:
        reached[address] |= {number for number, portion in enumerate(found) if reminder in portion}
    assert {address for address, numbers in reached.items() if len(numbers) > 1} == set()


def test_portions_are_as_large_as_allowed() -> None:
    assert [len(portion) for portion in portions(IDS, [], size=5)] == [5, 5, 2]


def test_what_hangs_together_by_way_of_others_stays_together() -> None:
    first, second, third, fourth = IDS[:4]
    chain = [(first, "a"), (second, "a"), (second, "b"), (third, "b"), (fourth, "c")]

    assert [sorted(portion) for portion in portions(IDS[:4], chain, size=1)] == [[first, second, third], [fourth]]


def test_nothing_due_is_no_portion() -> None:
    assert portions([], []) == []
