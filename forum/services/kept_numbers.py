"""The guard against personal identity numbers in what is written: what is found, and that it was kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forum.models import KeptNumber
from forum.services.personal_numbers import find_personal_numbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from forum.enums import NumberReason
    from forum.models import ApiClient, Person


@dataclass(frozen=True)
class TextWithNumbers:
    """`place`: the field's name, for API bodies a JSON Pointer (RFC 6901)."""

    place: str
    text: str
    numbers: tuple[str, ...]


def find_texts_with_numbers(texts: Iterable[tuple[str, str]]) -> list[TextWithNumbers]:
    """Those of the (place, text) pairs in which something looks like a personal identity or coordination number."""
    return [
        TextWithNumbers(place, text, tuple(numbers))
        for place, text in texts
        if (numbers := find_personal_numbers(text))
    ]


def keep_numbers(
    *,
    route: str,
    places: Sequence[str],
    reason: NumberReason,
    person: Person | None = None,
    api_client: ApiClient | None = None,
) -> None:
    """Notes that somebody answered the warning and kept the number; the number itself is noted nowhere.

    Rights: none of its own, it follows a save that was allowed. `route`: the name of the page or resource.
    Source: dataskyddslagen (2018:218) 3 kap. 10 §.
    """
    KeptNumber.objects.create(
        route=route[:100], fields=sorted(set(places)), reason=reason, person=person, api_client=api_client
    )
