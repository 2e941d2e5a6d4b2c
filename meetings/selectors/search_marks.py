"""Hits with the found words marked, safe to be put on a page: texts are escaped, and the only markup is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from forum.models.words import SWEDISH

from .search_words import tsquery_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .search_sources import Hit

# Characters that no text keeps (they are cleaned away when it is saved) stand for the marks until the text is escaped,
# and for angle brackets, which PostgreSQL's parser would take for tags and leave out.
BEGIN: Final = "\x02"
END: Final = "\x03"
HIDDEN: Final = str.maketrans({BEGIN: None, END: None, "<": "\x04", ">": "\x05"})
SHOWN: Final = str.maketrans({BEGIN: "<mark>", END: "</mark>", "\x04": "&lt;", "\x05": "&gt;"})
MARKS: Final = f"StartSel={BEGIN}, StopSel={END}"
WHOLE: Final = f"{MARKS}, HighlightAll=true"
EXCERPT: Final = f'{MARKS}, MaxFragments=2, MaxWords=24, MinWords=8, FragmentDelimiter=" … "'
SHORT: Final = 200
LONGEST_TEXT: Final = 20_000
STATEMENT: Final = """
    SELECT ts_headline(%s::regconfig, part.text, to_tsquery(%s::regconfig, %s), part.how)
    FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS part(text, how, place) ORDER BY part.place
"""


class MarkedHit(NamedTuple):
    hit: Hit
    title: SafeString
    excerpt: SafeString


def mark_hits(hits: Sequence[Hit], words: str) -> list[MarkedHit]:
    """Title and excerpt of each hit, the found words in `mark` elements; one statement for all."""
    if not hits:
        return []
    texts = [text[:LONGEST_TEXT].translate(HIDDEN) for hit in hits for text in (hit.title, hit.text)]
    marked = _headlines(texts, [WHOLE if len(text) <= SHORT else EXCERPT for text in texts], words)
    pairs = zip(marked[::2], marked[1::2], strict=True)
    return [MarkedHit(hit, title, _telling(excerpt)) for hit, (title, excerpt) in zip(hits, pairs, strict=True)]


def _telling(excerpt: SafeString) -> SafeString:
    """The lines in which a word was found; the first one when it was found in the title alone."""
    lines = excerpt.split("\n")
    marked = [line for line in lines if "<mark>" in line] or lines[:1]
    return mark_safe("\n".join(marked))  # noqa: S308  (lines of what is safe)


def _headlines(texts: list[str], how: list[str], words: str) -> list[SafeString]:
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, [SWEDISH, SWEDISH, tsquery_text(words), texts, how])
        return [_safe(text) for (text,) in cursor.fetchall()]


def _safe(headline: str) -> SafeString:
    marked = str(escape(headline)).translate(SHOWN)
    return mark_safe(marked)  # noqa: S308  (escaped above; only our own signs became markup)
