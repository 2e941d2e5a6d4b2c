"""Member lists into seats: looked at first, then all or nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from forum.enums import FAITH, MemberOutcome, Office
from forum.errors import DomainError, InvalidInputError
from forum.services.locks import lock_forum, one_list_at_a_time
from forum.services.member_file import read_member_file
from forum.services.member_seats import Sitting, match_seats, sitting_of, take_seat

if TYPE_CHECKING:
    from datetime import date

    from forum.models import Forum, Membership, Person, Seat
    from forum.services.member_file import MemberLine


@dataclass(frozen=True)
class MemberResult:
    """What came of one line of the list. `words`: what changed, or why the line is refused."""

    line: int
    name: str
    role_title: str
    organisation: str
    office: Office
    outcome: MemberOutcome
    words: str = ""


@dataclass
class MembersReport:
    """What came of a list: people and seats that are new, seats with a new holder, how many lines changed nothing, and each line."""

    new_people: list[Person] = field(default_factory=list)
    new_seats: list[Seat] = field(default_factory=list)
    new_holders: list[Membership] = field(default_factory=list)
    results: list[MemberResult] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """How many lines were as they are here already."""
        return self.count(MemberOutcome.UNCHANGED)

    @property
    def refused(self) -> list[MemberResult]:
        """The lines that must be corrected before anything is written."""
        return [one for one in self.results if one.outcome is MemberOutcome.REFUSED]

    def count(self, outcome: MemberOutcome) -> int:
        """How many lines came out like that."""
        return sum(one.outcome is outcome for one in self.results)

    def counts(self) -> list[tuple[MemberOutcome, int]]:
        """Each outcome with its number, those that did not occur left out."""
        return [(outcome, number) for outcome in MemberOutcome if (number := self.count(outcome))]

    def in_groups(self) -> list[list[MemberResult]]:
        """The lines by what comes of them: first those to correct, last those that change nothing."""
        return [[one for one in self.results if one.outcome is outcome] for outcome in MemberOutcome]

    @property
    def all_known(self) -> bool:
        """Whether there is nothing to write."""
        return self.unchanged == len(self.results)


@transaction.atomic
def import_members(*, forum: Forum, data: bytes, starts_on: date) -> MembersReport:
    """Fills the forum's seats from a list; the second import of the same list changes nothing. All or nothing.

    A line is one seat: found by role, unit, organisation and office, else the seat that the person has already, made when missing. A new
    person follows the one who holds it, from that day. Faith forums get the seats without names (GDPR art. 9). Chair, secretary,
    administrator. Raises `InvalidInputError` with the line of the first fault.
    """
    report = _take_in(forum, data, starts_on)
    for refused in report.refused:
        words = {"line": refused.line, "sentence": refused.words}
        raise InvalidInputError(_("Line %(line)d: %(sentence)s") % words, field="members", code="member_line")
    return report


def look_at_members(*, forum: Forum, data: bytes, starts_on: date) -> MembersReport:
    """What `import_members` would do, line by line, refused ones included; nothing stays written.

    Raises `InvalidInputError` where the list as a whole can't be read.
    """
    with transaction.atomic():
        report = _take_in(forum, data, starts_on)
        transaction.set_rollback(True)
    return report


def _take_in(forum: Forum, data: bytes, starts_on: date) -> MembersReport:
    lock_forum(pk=forum.pk)
    one_list_at_a_time()
    report = MembersReport()
    named = forum.kind not in FAITH
    sittings: list[Sitting] = []
    results: dict[int, MemberResult] = {}
    for line in read_member_file(data):
        try:
            with transaction.atomic():
                sittings.append(sitting_of(forum, line, named=named))
        except DomainError as error:
            results[line.line] = _result(line, MemberOutcome.REFUSED, str(error), named=named)
    match_seats(forum, sittings, starts_on)
    for sitting in sittings:
        results[sitting.line.line] = _seated(forum, sitting, starts_on, report, named=named)
    report.results = [results[number] for number in sorted(results)]
    return report


def _seated(forum: Forum, sitting: Sitting, starts_on: date, report: MembersReport, *, named: bool) -> MemberResult:
    try:
        with transaction.atomic():
            taken = take_seat(forum, sitting, starts_on)
    except DomainError as error:
        return _result(sitting.line, MemberOutcome.REFUSED, str(error), named=named)
    report.new_people += [taken.new_person] if taken.new_person else []
    report.new_seats += [taken.new_seat] if taken.new_seat else []
    report.new_holders += [taken.new_holder] if taken.new_holder else []
    return _result(sitting.line, taken.outcome, " ".join(taken.words), named=named)


def _result(line: MemberLine, outcome: MemberOutcome, words: str, *, named: bool) -> MemberResult:
    name = (line.name or line.email) if named else ""
    return MemberResult(line.line, name, line.role_title, line.organisation, line.office, outcome, words)
