from __future__ import annotations

import io
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.services import printable
from meetings.services.minutes_pdf import render_minutes_pdf
from tests.meetings.services.minutes_samples import action, decision, item, minutes, person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meetings.services.recalled_content import RecalledAction, RecalledContent

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)


def opened(content: Any) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(render_minutes_pdf(content)))


def tags(node: Any) -> Iterator[tuple[str, str]]:
    """Each structure element in reading order, with its title."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from tags(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S), str(node.get("/T", ""))
        if "/K" in node:
            yield from tags(node.K)


def headings(content: Any) -> list[tuple[str, str]]:
    with opened(content) as pdf:
        return [(kind, title) for kind, title in tags(pdf.Root.StructTreeRoot.K) if kind.startswith("/H")]


def text_of(content: Any) -> str:
    if (program := shutil.which("pdftotext")) is None:
        pytest.skip("pdftotext is not installed")
    run = subprocess.run(
        [program, "-layout", "-", "-"], input=render_minutes_pdf(content), capture_output=True, check=True
    )
    return " ".join(run.stdout.decode().split())


def test_says_that_it_is_tagged_ua_1_and_a_2a() -> None:
    with opened(minutes()) as pdf:
        metadata = pdf.open_metadata()
        assert {key: metadata[key] for key in ("pdfuaid:part", "pdfaid:part", "pdfaid:conformance")} == {
            "pdfuaid:part": "1",
            "pdfaid:part": "2",
            "pdfaid:conformance": "A",
        }
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "sv-SE"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.docinfo.Title) == "Protokoll 9 november 2026 – Brottsförebyggande rådet"


def test_english_minutes_are_in_british_english() -> None:
    with opened(minutes(language="en")) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"


def test_headings_lead_from_minutes_to_item_to_decision() -> None:
    content = minutes(
        items=[item(1, decisions=[decision("Ja.")], actions=[action("17", "Sätt upp rutinen.")]), item(2)]
    )
    assert headings(content) == [
        ("/H1", "Brottsförebyggande rådet Protokoll 9 november 2026"),
        ("/H2", "Attendance"),
        ("/H2", "Signatures"),
        ("/H2", "§ 44 Ärende 1"),
        ("/H3", "Beslut"),
        ("/H3", "Uppdrag 17"),
        ("/H2", "§ 45 Ärende 2"),
        ("/H2", "Next meeting"),
    ]


def test_attendance_is_a_table_with_headers() -> None:
    with opened(minutes()) as pdf:
        kinds = [kind for kind, _ in tags(pdf.Root.StructTreeRoot.K)]
    assert kinds.count("/Table") == 1
    assert kinds.count("/TH") == 4 + 2
    assert kinds.count("/TD") == 4 * 3


def test_bullets_become_a_list() -> None:
    with opened(minutes(items=[item(1, notes="Framförs:\n- ett\n• två")])) as pdf:
        kinds = [kind for kind, _ in tags(pdf.Root.StructTreeRoot.K)]
    assert (kinds.count("/L"), kinds.count("/LI")) == (1, 2)


def test_same_content_gives_same_bytes() -> None:
    content = minutes(items=[item(number) for number in range(1, 4)])
    assert render_minutes_pdf(content) == render_minutes_pdf(content)


def test_date_of_the_pdf_is_when_the_minutes_were_drawn_up() -> None:
    with opened(minutes()) as pdf:
        assert str(pdf.docinfo.CreationDate) == "D:20261110073000Z"


def test_formal_minutes_carry_their_furniture() -> None:
    text = text_of(
        minutes(
            posting={
                "body": "Rådet",
                "posted_on": "17 november 2026",
                "taken_down_on": "9 december 2026",
                "kept_at": "Kommunkansliet",
            }
        )
    )
    for words in (
        "Utdragsbestyrkande",
        "Approver's initials",
        "Sida 1 av 2",
        "§ 44",
        "Minutes not yet approved",
        "Kommunkansliet",
        "Version 1",
    ):
        assert words in text


def test_notes_have_points_and_no_furniture() -> None:
    content = minutes(form="notes", approvals=[], approvers=[], approval_place="", items=[item(1, paragraph=None)])
    text = text_of(content)
    assert [words for words in ("§", "Utdragsbestyrkande", "approved") if words in text] == []
    assert headings(content)[2] == ("/H2", "1 Ärende 1")


def test_approved_minutes_say_when_each_approved() -> None:
    content = minutes(
        form="simple", approvals=[{"name": "Karin", "role": "Ordförande", "approved_at": "12 november 2026 kl. 14.05"}]
    )
    text = text_of(content)
    assert "Approved digitally 12 november 2026 kl. 14.05" in text
    assert "not yet" not in text


def test_what_was_followed_up_is_a_paragraph_and_a_list() -> None:
    action: RecalledAction = {
        "id": "1",
        "number": "3",
        "text": "Redovisa kostnaden",
        "owner": "Skolchef",
        "due": "",
        "state": "klart 12 november 2026",
        "overdue": False,
    }
    said: RecalledContent = {
        "minutes": "Protokoll 12 oktober 2026: justerat",
        "decisions": [{"id": "2", "paragraph": 40, "title": "Belysning", "text": "Den byggs ut.", "actions": [action]}],
        "actions": [],
    }
    text = " ".join(text_of(minutes(items=[item(1, follow_up=said)])).split())
    assert "Protokoll 12 oktober 2026: justerat. • § 40 Den byggs ut. • Uppdrag 3: Redovisa kostnaden" in text
    assert "(Skolchef, klart 12 november 2026)" in text


def test_redacted_item_shows_number_and_neutral_title_only() -> None:
    hidden = item(
        2,
        title="Läcker rubrik",
        notes="Läcker",
        presenter="Läcker",
        registry_number="Läcker",
        decisions=[decision("Läcker", "Läcker")],
        actions=[action("1", "Läcker")],
        redacted=True,
    )
    content = minutes(items=[item(1), hidden, item(3, actions=[action("2", "Öppet"), action("3", "Öppet")])])
    text = text_of(content)
    assert "Läcker" not in text
    assert "§ 45 Sekretessärende" in text
    assert ("/H2", "§ 45 Sekretessärende") in headings(content)


def test_address_that_is_broken_over_lines_is_copied_whole() -> None:
    address = "forebyggande.samordnare@samhallsbyggnad.demo-kommunen.example"
    content = minutes(items=[item(1, notes=address)])
    assert address in text_of(content)


def test_emoji_and_foreign_letters_reach_the_paper() -> None:
    text = text_of(minutes(items=[item(1, notes="Klart ✅ 😀 你好 Ελλάδα Україна\n\nsista raden")]))
    assert "Klart ✓ [grinning face] [U+4F60 U+597D] Ελλάδα Україна" in text


def test_minutes_frozen_by_an_older_version_still_render() -> None:
    sparse = {
        "title": "Anteckningar",
        "items": [{"number": 1, "title": "Punkt", "decisions": [{"text": "Ja"}], "actions": [{"text": "Gör"}]}],
    }
    assert render_minutes_pdf(sparse).startswith(b"%PDF")


def test_twelve_items_with_long_words_and_texts_render() -> None:
    long = "Ett långt stycke om samverkan. " * 400 + "x" * 5000
    content = minutes(
        present=[person("W" * 80, "Samhällsbyggnadsförvaltningens utvecklingsstrateg", "O" * 300)],
        items=[item(number, notes=long) for number in range(1, 13)],
    )
    with opened(content) as pdf:
        assert len(pdf.pages) > 12


def test_character_that_a_font_has_lost_does_not_stop_the_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printable, "fallback_characters", lambda: frozenset("你"))
    printable._reading.cache_clear()
    try:
        assert "före [U+4F60] efter" in text_of(minutes(items=[item(1, notes="före 你 efter")]))
    finally:
        printable._reading.cache_clear()


@settings(max_examples=80, deadline=None)
@given(text=ANY_TEXT)
def test_any_text_renders(text: str) -> None:
    content = minutes(
        title=text,
        organisation=text,
        present=[person(text, text, text, text)],
        items=[
            item(
                1,
                title=text,
                notes=text,
                presenter=text,
                decisions=[decision(text, text)],
                actions=[action("1", text), action("2", text)],
            )
        ],
    )
    assert render_minutes_pdf(content).startswith(b"%PDF")
