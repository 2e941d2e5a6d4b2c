from __future__ import annotations

import json

from meetings.services.minutes_content import complete_content, content_checksum
from meetings.services.minutes_labels import minutes_labels
from meetings.services.minutes_lists import paragraph_span
from tests.meetings.services.minutes_samples import action, decision, item, minutes


def test_redacted_item_keeps_its_numbers_only() -> None:
    hidden = item(
        2,
        title="Läcker",
        notes="Läcker",
        decisions=[decision("Läcker")],
        actions=[action("1", "Läcker")],
        redacted=True,
    )
    shown = complete_content(minutes(items=[hidden]))["items"]
    assert shown == [
        {
            "number": 2,
            "paragraph": 45,
            "title": "Sekretessärende",
            "neutral_title": "",
            "registry_number": "",
            "presenter": "",
            "notes": "",
            "decisions": [],
            "actions": [],
            "follow_up": None,
            "documents": [],
            "motions": [],
            "recusals": [],
            "immediate": "",
            "redacted": True,
        }
    ]


def test_neutral_title_is_preferred_to_the_label() -> None:
    shown = complete_content(minutes(items=[item(2, title="Läcker", neutral_title="Personalfråga", redacted=True)]))[
        "items"
    ]
    assert shown[0]["title"] == "Personalfråga"


def test_completing_twice_changes_nothing_more() -> None:
    once = complete_content(minutes(items=[item(1), item(2, neutral_title="Personalfråga", redacted=True)]))
    assert complete_content(once) == once


def test_completing_leaves_the_frozen_content_as_it_was() -> None:
    content = minutes(items=[item(1, redacted=True)])
    before = json.dumps(content)
    complete_content(content)
    assert json.dumps(content) == before


def test_checksum_follows_what_the_reader_sees() -> None:
    content = minutes(items=[item(1)])
    assert content_checksum(content) == content_checksum(json.loads(json.dumps(content)))
    assert content_checksum(minutes(items=[item(1)], labels={})) == content_checksum(content)
    assert content_checksum(minutes(items=[item(1, notes="Ändrat")])) != content_checksum(content)
    first, second = (minutes(items=[item(1, notes=notes, redacted=True)]) for notes in ("Läcker", "Tätt"))
    assert content_checksum(first) == content_checksum(second)


def test_paragraphs_are_told_as_a_span() -> None:
    assert paragraph_span(minutes(items=[item(1), item(2), item(3)])) == "§§ 44–46"
    assert paragraph_span(minutes(items=[item(1)])) == "§ 44"
    assert paragraph_span(minutes(items=[item(1, paragraph=None)])) == ""


def test_labels_are_plain_text_for_the_frozen_content() -> None:
    labels = minutes_labels("en")
    assert {type(word) for word in labels.values()} == {str}
    assert labels["page"] == "Page {page} of {pages}"
