"""The notice on paper: headings of the agenda, who has no e-mail, a letter with address for each, as page and as PDF."""

from __future__ import annotations

import io
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from forum.enums import Office
from meetings.enums import ItemOpenness
from tests.factories import make_item, make_meeting, make_person, make_seat

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from forum.models import Forum, Organisation, Person
    from meetings.models import Meeting
    from tests.conftest import SignIn


@pytest.fixture
def meeting(council: Forum) -> Meeting:
    meeting = make_meeting(forum=council)
    make_item(meeting=meeting, title="Val av justerare", section="Formalia")
    make_item(meeting=meeting, title="Lägesbild", section="Ärenden", draft_decision="Rådet tackar")
    make_item(meeting=meeting, title="Dold rubrik", section="Ärenden", openness=ItemOpenness.OWN_ORGANISATION)
    return meeting


@pytest.fixture
def unreached(council: Forum, police: Organisation) -> Person:
    police.postal_address = "Polisen\n645 80 Strängnäs"
    police.save()
    person = make_person(name="Per Post", email=None, organisation=police)
    make_seat(forum=council, organisation=police, role_title="Närpolis", person=person)
    return person


def words(answer: Any) -> str:
    """What stands in the PDF, its pages parted by form feeds."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
    if (program := shutil.which("pdftotext")) is None:
        pytest.skip("pdftotext is not installed")
    run = subprocess.run([program, "-layout", "-", "-"], input=answer.content, capture_output=True, check=True)
    return str(run.stdout, "utf-8")


def test_the_headings_of_the_agenda_stand_on_paper_and_no_office_twice(
    signed_in: SignIn, secretary: Person, meeting: Meeting
) -> None:
    page = signed_in(secretary).get(f"/meetings/{meeting.pk}/print/")
    assert [group.label for group in page.context["groups"]] == ["Formalia", "Ärenden"]
    called = dict(page.context["facts"])["Called"]
    assert called.startswith("Ordförande (chair), Strängnäs kommun; ")


def test_only_who_prepares_the_meeting_sees_who_has_no_email(
    signed_in: SignIn, secretary: Person, chair: Person, member: Person, meeting: Meeting, unreached: Person
) -> None:
    page = f"/meetings/{meeting.pk}/print/"
    told = [unreached.name in signed_in(one).get(page).content.decode() for one in (secretary, chair, member)]
    assert told == [True, True, False]
    assert [signed_in(one).get(f"{page}letters/").status_code for one in (secretary, member)] == [200, 403]
    assert [signed_in(one).get(f"{page}letters.pdf").status_code for one in (secretary, member)] == [200, 403]


def test_a_letter_has_the_address_and_no_point_that_is_not_open(
    signed_in: SignIn, secretary: Person, meeting: Meeting, unreached: Person
) -> None:
    browser, page = signed_in(secretary), f"/meetings/{meeting.pk}/print/"
    shown = browser.get(f"{page}letters/").content.decode()
    printed = words(browser.get(f"{page}letters.pdf"))
    for text in (shown, printed):
        assert ["Per Post" in text, "645 80 Strängnäs" in text, "Rådet tackar" in text, "Dold rubrik" in text] == [
            True, True, True, False,
        ]  # fmt: skip
    assert "Dold rubrik" in words(browser.get(f"{page}notice.pdf"))


def test_of_protected_and_merely_called_people_stands_no_more_than_their_letters_say(
    signed_in: SignIn, secretary: Person, council: Forum, police: Organisation, meeting: Meeting, unreached: Person
) -> None:
    hidden = make_person(
        name="Hemlig Person", email=None, organisation=police, protected=True, postal_address="Gömstigen 1"
    )
    make_seat(forum=council, organisation=police, role_title="Utredare", person=hidden)
    guest = make_person(name="Gunilla Gäst", email=None, organisation=police)
    make_seat(forum=council, organisation=police, role_title="Gäst", office=Office.CO_OPTED, person=guest)
    pages = words(signed_in(secretary).get(f"/meetings/{meeting.pk}/print/letters.pdf")).split("\f")[:3]
    assert [name in page for page, name in zip(pages, ("Per Post", "Utredare", "Gunilla Gäst"), strict=True)] == [
        True
    ] * 3
    assert ["Lägesbild" in page for page in pages] == [True, True, False]
    assert [word for word in ("Hemlig", "Gömstigen") if word in "".join(pages)] == []


@pytest.mark.parametrize("number", [1, 3])
def test_constant_queries(
    number: int,
    signed_in: SignIn,
    secretary: Person,
    council: Forum,
    police: Organisation,
    meeting: Meeting,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _one in range(number):
        make_seat(
            forum=council, organisation=police, person=make_person(name=f"Per {_one}", email=None, organisation=police)
        )
    browser = signed_in(secretary)
    with django_assert_num_queries(14):
        assert len(browser.get(f"/meetings/{meeting.pk}/print/letters/").context["receivers"]) == number
