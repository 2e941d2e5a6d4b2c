"""How near an existing forum is to a matter: shares, rare words before common ones, and what makes a parallel organisation."""

from __future__ import annotations

import pytest

from forum.calendar.likeness import Candidate, Matter, Reason, best_fits

MATTER = Matter(
    words=frozenset({"extremism", "förebygg", "samverkan", "skol"}),
    organisations=frozenset({"kommun", "polis", "region"}),
    roles=frozenset({"skolchef", "kommunpolis"}),
)
COUNCIL = Candidate(
    "council",
    words=frozenset({"förebyggande", "brott", "extrem"}),
    organisations=frozenset({"kommun", "polis", "region", "länsstyrelse"}),
    roles=frozenset({"kommunpolis", "skolchef"}),
)
SPORTS = Candidate("sports", words=frozenset({"idrott", "samverkan"}), organisations=frozenset({"kommun"}))


def test_the_reasons_are_counted_and_the_best_comes_first() -> None:
    (best,) = best_fits(MATTER, [SPORTS, COUNCIL])
    assert (best.key, best.alike) == ("council", True)
    assert best.reasons == {Reason.PURPOSE: (2, 3), Reason.ORGANISATIONS: (3, 3), Reason.SEATS: (2, 2)}


def test_what_is_not_asked_for_does_not_count() -> None:
    by_words = Matter(words=frozenset({"extremism"}))
    assert [(one.key, one.score) for one in best_fits(by_words, [COUNCIL, SPORTS])] == [("council", 1.0)]


def test_a_rare_word_tells_more_than_one_that_stands_everywhere() -> None:
    matter = Matter(words=frozenset({"trygghet", "hatbrott"}))
    common = [Candidate(number, words=frozenset({"trygghet"})) for number in range(5)]
    rare = Candidate("rare", words=frozenset({"hatbrott"}))
    assert best_fits(matter, [*common, rare])[0].key == "rare"


@pytest.mark.parametrize("candidate", [SPORTS, Candidate("empty")])
def test_words_of_every_forum_and_none_make_no_likeness(candidate: Candidate) -> None:
    assert best_fits(Matter(words=frozenset({"samverkan", "forum"})), [candidate]) == []
    assert best_fits(Matter(), [candidate]) == []


def test_of_some_kinds_one_is_enough() -> None:
    (found,) = best_fits(Matter(words=frozenset({"annat"})), [Candidate("est", only_one=True)])
    assert (found.score, found.alike, found.reasons) == (0.0, True, {Reason.ONLY_ONE: (1, 1)})
