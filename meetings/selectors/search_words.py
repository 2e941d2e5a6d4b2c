"""What somebody typed, as PostgreSQL searches for it."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from django.contrib.postgres.search import SearchQuery
from django.db import connection

from forum.models.words import SWEDISH

LONGEST: Final = 200
MOST_TERMS: Final = 10
TERM: Final = re.compile(r'(?P<without>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
UNSAFE: Final = re.compile(r"[\x00-\x1f\x7f'\\]")
# Definite endings that PostgreSQL's Swedish stemmer leaves on: skolan, rådet.
ENDING: Final = re.compile(r"(?<=\w{3})(?:ans|ets|an|et)$", re.IGNORECASE)


def clean_words(typed: str) -> str:
    """One line of at most 200 characters, in the normal form in which texts are saved."""
    line = " ".join(UNSAFE.sub(" ", unicodedata.normalize("NFC", typed)).split())
    return line[:LONGEST].strip()


def tsquery_text(typed: str) -> str:
    """The search in PostgreSQL's own form, or nothing when no word is asked for.

    All words must occur, in any form and as the beginning of longer ones (*skol* finds skolan and skolgruppen); words between
    quotation marks stand together as written; a minus before a word leaves out what has it. Nothing typed is an operator.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for match in list(TERM.finditer(clean_words(typed)))[:MOST_TERMS]:
        text = match["phrase"] if match["word"] is None else match["word"]
        if not re.search(r"\w", text):
            continue
        term = f"'{text}'" if match["word"] is None else _forms(text)
        (unwanted if match["without"] else wanted).append(term)
    return " & ".join([*wanted, *(f"!{term}" for term in unwanted)]) if wanted else ""


def _forms(word: str) -> str:
    """The word in any form; one that ends as definite forms do is also searched without its ending."""
    root = ENDING.sub("", word) if word.isalpha() else word
    return f"'{word}':*" if root == word else f"('{word}':* | '{root}':*)"


def search_query(typed: str) -> SearchQuery:
    return SearchQuery(tsquery_text(typed), search_type="raw", config=SWEDISH)


def asks_something(typed: str) -> bool:
    """Whether anything is left to search for when words that stand everywhere (och, som) are taken away."""
    text = tsquery_text(typed)
    if not text:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT querytree(to_tsquery(%s::regconfig, %s))", [SWEDISH, text])
        return cursor.fetchone()[0] not in {"", "T"}


def plain_words(typed: str) -> list[str]:
    """The wanted words alone, for names in which a word may hide inside another one (rådet in trygghetsrådet)."""
    return [
        ENDING.sub("", match["word"])
        for match in TERM.finditer(clean_words(typed))
        if match["word"] and not match["without"] and match["word"].isalnum()
    ][:MOST_TERMS]
