"""Sentences that people write about how often they meet, and what they mean."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from meetings.calendar.errors import SentenceError
from meetings.calendar.rule_sentence import read_sentence
from meetings.calendar.rules import from_rrule, to_rrule
from meetings.services.rule_words import rule_in_words

WEDNESDAY = dt.date(2026, 12, 2)
BUT_JULY = "BYMONTH=1,2,3,4,5,6,8,9,10,11,12"
EVEN = "BYWEEKNO=" + ",".join(map(str, range(2, 54, 2)))
ODD = "BYWEEKNO=" + ",".join(map(str, range(1, 54, 2)))


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("första tisdagen i månaden, utom juli", f"FREQ=MONTHLY;{BUT_JULY};BYDAY=1TU"),
        ("Första tisdagen i månaden utom i juli.", f"FREQ=MONTHLY;{BUT_JULY};BYDAY=1TU"),
        ("månadens första tisdag", "FREQ=MONTHLY;BYDAY=1TU"),
        ("varannan onsdag", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("varannan vecka", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("var tredje onsdag", "FREQ=WEEKLY;INTERVAL=3;BYDAY=WE"),
        ("var 3:e vecka på måndagar", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO"),
        ("tredje onsdagen varje månad", "FREQ=MONTHLY;BYDAY=3WE"),
        ("1:a och 3:e måndagen i månaden", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
        ("sista torsdagen i mars, juni, september och december", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=-1TH"),
        ("första tisdagen februari–maj samt september till november", "FREQ=MONTHLY;BYMONTH=2,3,4,5,9,10,11;BYDAY=1TU"),
        ("första måndagen varje kvartal", "FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO"),
        ("sista fredagen varannan månad", "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR"),
        ("den 15:e i varje månad", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("15 mars och 15 september", "FREQ=MONTHLY;BYMONTH=3,9;BYMONTHDAY=15"),
        ("sista dagen i månaden", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("varje tisdag och torsdag utom juni-augusti", "FREQ=WEEKLY;BYMONTH=1,2,3,4,5,9,10,11,12;BYDAY=TU,TH"),
        ("onsdagar jämna veckor", f"FREQ=YEARLY;{EVEN};BYDAY=WE"),
        ("fredagar ojämna veckor", f"FREQ=YEARLY;{ODD};BYDAY=FR"),
        ("first Tuesday of the month, except July", f"FREQ=MONTHLY;{BUT_JULY};BYDAY=1TU"),
        ("every other Wednesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"),
        ("every third Wednesday of the month", "FREQ=MONTHLY;BYDAY=3WE"),
        ("every 3 weeks on Monday", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO"),
        ("the 15th of each month", "FREQ=MONTHLY;BYMONTHDAY=15"),
        ("last Friday of March, June and September", "FREQ=MONTHLY;BYMONTH=3,6,9;BYDAY=-1FR"),
    ],
)
def test_a_sentence_and_its_rule(sentence: str, rule: str) -> None:
    found = read_sentence(sentence, start=WEDNESDAY)
    assert to_rrule(found) == rule
    assert from_rrule(rule, start=WEDNESDAY) == found
    for language in ("sv", "en"):
        with override(language):
            assert read_sentence(rule_in_words(found)) == found


@pytest.mark.parametrize(
    ("sentence", "code", "word"),
    [
        ("", "sentence_empty", None),
        ("fullmånen", "sentence_word", "fullmånen"),
        ("första tisdagen kl 9", "sentence_word", "kl"),
        ("varje tisdag utom helgdagar", "sentence_word", "helgdagar"),
        ("utom juli", "sentence_day", None),
        ("tisdag i månaden", "sentence_which", None),
        ("första tisdagen i juli utom juli", "sentence_odd", None),
        ("femte måndagen i månaden", "sentence_odd", None),
        ("den 31 februari", "sentence_odd", None),
        ("den 1 och 15 i månaden", "sentence_odd", None),
    ],
)
def test_what_is_not_understood_is_told(sentence: str, code: str, word: str | None) -> None:
    with pytest.raises(SentenceError) as caught:
        read_sentence(sentence)
    assert (caught.value.code, caught.value.params.get("word")) == (code, word)
