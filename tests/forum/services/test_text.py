from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.services.printable import printable_text
from forum.services.text import clean_text, unprintable_characters

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("pasted", "saved"),
    [
        ("a\u030angstro\u0308m", "ångström"),
        ("ett\r\ntvå\rtre\x0bfyra\u2028fem", "ett\ntvå\ntre\nfyra\nfem"),
        ("not\x00 \x07her\x1be\ufeff", "not here"),
        ("10\xa0000 \xa0 kronor", "10 000 kronor"),
        ("sam\xadver\u200bkan", "samverkan"),
        ("e-post\u2011adress, e\x1epost", "e-post-adress, e-post"),
        ("\uf0b7 punkt\n• annan\n▪ tredje", "• punkt\n• annan\n▪ tredje"),
        ("rad  \n\n\n\n\n\nnästa \n", "rad\n\n\nnästa"),
        ("    indrag", "    indrag"),
        ("kolumn\tkolumn", "kolumn kolumn"),
        ("\ud800trasig\uffff", "trasig"),
        ("vänd \u202etext\u202c", "vänd text"),
        ("👩\u200d💻 och a\u200db", "👩\u200d💻 och ab"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("", ""),
    ],
)
def test_paste_becomes_sane(pasted: str, saved: str) -> None:
    assert clean_text(pasted) == saved


def test_single_line_has_no_line_ends_and_single_spaces() -> None:
    assert clean_text("  Rutin\r\n vid   oro\t", single_line=True) == "Rutin vid oro"


@given(ANY_TEXT, st.booleans())
def test_cleaning_twice_changes_nothing_more(text: str, single_line: bool) -> None:
    once = clean_text(text, single_line=single_line)
    assert clean_text(once, single_line=single_line) == once
    assert unicodedata.is_normalized("NFC", once)
    assert [
        character for character in once if unicodedata.category(character) in {"Cc", "Cs"} and character != "\n"
    ] == []


@pytest.mark.parametrize("hostile", [" " * 200_000, "\n " * 100_000, "\u0627\u200d" * 50_000, "\u0301" * 100_000])
def test_long_runs_are_cleaned_in_no_time(hostile: str) -> None:
    assert len(clean_text(hostile)) <= len(hostile)


@pytest.mark.parametrize(
    ("text", "reported", "printed"),
    [
        ("Åtgärd – klar…", [], "Åtgärd – klar…"),
        ("✅ ❌ ➡️ ☎️ 1️⃣ 🇸🇪", [], "✓ ✗ → ☎ 1 SE"),
        ("😀👍🏽😀", ["😀", "👍"], "[grinning face, thumbs up sign, grinning face]"),
        ("你好", ["你", "好"], "[U+4F60 U+597D]"),
        ("\ue000", ["\ue000"], "[U+E000]"),
        ("𝗛𝗲𝗷 ①", [], "Hej ①"),
        ("Ελλάδα Україна مرحبا שלום", [], "Ελλάδα Україна مرحبا שלום"),
        ("Nguyễn Đặng Łukasz Šarūnas", [], "Nguyễn Đặng Łukasz Šarūnas"),
        ("a\u0489", ["\u0489"], "a[U+0489]"),
    ],
)
def test_what_paper_can_not_show_is_reported_and_described(text: str, reported: list[str], printed: str) -> None:
    assert unprintable_characters(text) == reported
    assert printable_text(text) == printed


@given(ANY_TEXT)
def test_printed_text_has_nothing_left_to_report(text: str) -> None:
    assert unprintable_characters(printable_text(text)) == []
    assert unprintable_characters(printable_text(text, plainest=True)) == []


def test_long_words_get_places_to_break() -> None:
    assert (
        printable_text("anna.lindqvist@kommun.example", longest_word=20)
        == "anna.\u200blindqvist@\u200bkommun.\u200bexample"
    )
    assert printable_text("x" * 15 + "1", longest_word=10) == "xxxxxx\u200bxxxxxx\u200bxxx1"
    assert printable_text("kommunstyrelseordförande", longest_word=10) == "kommunstyrelseordförande"
