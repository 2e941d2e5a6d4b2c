"""Search within what is published: the names of open forums, and minutes as the public reads them, masks and all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, Q

from forum.models.words import swedish_words
from meetings.selectors.public_pages import public_forums, publications
from meetings.selectors.search_words import plain_words, search_query

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from forum.models import Forum
    from meetings.models import Publication


class PointsAsWords(Func):
    """The words of all points in the content of minutes; labels and names of columns are not among them."""

    template = """jsonb_to_tsvector('swedish'::regconfig, (%(expressions)s)->'items', '["string"]'::jsonb)"""
    output_field = SearchVectorField()


def forums_called(words: str) -> QuerySet[Forum]:
    """Open forums whose name or purpose has the words; in a name a word is found inside another one too."""
    inside = Q()
    for word in plain_words(words):
        inside &= Q(name__icontains=word)
    matches = Q(words_of_it=search_query(words))
    rows = public_forums().alias(words_of_it=swedish_words("name", "purpose"))
    return rows.filter(matches | inside if inside else matches).order_by("name", "pk")


def publications_with(words: str) -> QuerySet[Publication]:
    """The newest published version of each meeting's minutes that has the words in the public's own text, latest meeting first."""
    return publications().alias(words_of_it=PointsAsWords(F("content"))).filter(words_of_it=search_query(words))
