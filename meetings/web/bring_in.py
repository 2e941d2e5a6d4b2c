"""Bringing a forum in from its calendar: choose the file or the address, say which forum it is, look, done."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.errors import DomainError, InvalidInputError
from forum.models import Organisation
from forum.policies import can_administer, can_bring_in
from forum.services.member_file import read_member_file
from forum.web.acting import attempt, posted, require, show, signed_in
from forum.web.actor import actor_of, person_of
from forum.web.between_steps import keep, kept, replace
from meetings.delivery.following import address_content
from meetings.enums import IntakeState
from meetings.models import CalendarIntake
from meetings.services.adoption_plan import MOST_LOOKED_AT, read_plan, starts_at
from meetings.services.bring_in import bring_in_forum, look_at_bring_in
from meetings.services.bring_in_told import told_report
from meetings.services.intake import SentCalendar, ask_for_intake
from meetings.services.invited_words import words_on_left_out
from meetings.web.bring_in_forms import CalendarFileForm, SeriesLook, WhichForumForm
from meetings.web.invited_form import InvitedForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from meetings.services.adoption_plan import AdoptionPlan, PlannedSeries
    from meetings.services.bring_in import BringInLook
    from meetings.services.seat_invited import InvitedChoice

KIND = "bring-in"
NEXT_SHOWN, SKIPPED_SHOWN = 6, 50


@signed_in
def bring_in(request: HttpRequest) -> HttpResponse:
    """First step: the file, and a member list beside it. Both are read at once, so that a broken one is told here."""
    require(can_bring_in(actor_of(request)))
    form = CalendarFileForm(posted(request), request.FILES or None)

    def act(data: dict[str, Any]) -> uuid.UUID:
        address = "" if data["file"] else data["address"]
        content = address_content(address) if address else data["file"].read()
        _refuse_unreadable(content, "address" if address else "file")
        members = data["members"].read() if data["members"] else None
        if members is not None:
            read_member_file(members)
        return keep(request, KIND, {"file": content, "address": address, "members": members})

    if attempt(request, form, act):
        return HttpResponseRedirect(reverse("bring-in-forum", args=[form.result]))
    return show(request, "meetings/bring_in.html", form, way=_way())


def _refuse_unreadable(content: bytes, field: str) -> None:
    try:
        read_plan(data=content, most=MOST_LOOKED_AT)
    except InvalidInputError as error:
        raise InvalidInputError(error.message, code=error.code, field=field) from error


def _way() -> list[tuple[str, str]]:
    return [(_("Forums"), reverse("forums"))]


@signed_in
def which_forum(request: HttpRequest, file: uuid.UUID) -> HttpResponse:
    """Second step: which series, which forum. Third: dates, seats and people, before anything is written."""
    person, actor = person_of(request), actor_of(request)
    require(can_bring_in(actor))
    sent = kept(request, KIND, file)
    if "report" in sent:  # pressed twice
        return HttpResponseRedirect(reverse("bring-in-done", args=[file]))
    data, members = sent["file"], sent["members"]
    plan = read_plan(data=data, most=MOST_LOOKED_AT)
    looks = [look_at(series) for series in plan.series]
    facts_form = WhichForumForm(posted(request), series=looks, initial=_first_guess(plan, looks))
    way = [*_way(), (_("Bring in a forum"), reverse("bring-in"))]
    pressed = "look" in request.POST or "bring" in request.POST
    if pressed and facts_form.is_valid():
        facts = {**facts_form.cleaned_data, "founder": person, "members": members}
        facts["as_secretary"] = facts["as_secretary"] or not can_administer(actor)
        chosen = plan.only(facts["series"])
        try:
            look = look_at_bring_in(data=data, plan=chosen, **facts)
        except DomainError as error:
            facts_form.take(error)
        else:
            return _third_step(request, file, (data, chosen, look), facts_form, facts, way)
    return show(request, "meetings/bring_in_forum.html", facts_form, plan=plan, looks=looks, way=way)


def _third_step(
    request: HttpRequest,
    file: uuid.UUID,
    read: tuple[bytes, AdoptionPlan, BringInLook],
    facts_form: WhichForumForm,
    facts: dict[str, Any],
    way: list[tuple[str, str]],
) -> HttpResponse:
    data, plan, look = read
    form = InvitedForm(request.POST if "bring" in request.POST else None, plan=look.invited, members=look.members)

    def act(answers: dict[str, Any]) -> None:
        members = None if answers.get("without_list") else facts["members"]
        sent = SentCalendar(data, members, kept(request, KIND, file)["address"])
        left_out = words_on_left_out(look.invited, form.choice())
        _bring(request, file, sent, facts, (form.choice(), left_out), large=look.large)

    if attempt(request, form, act):
        return HttpResponseRedirect(reverse("bring-in-work" if look.large else "bring-in-done", args=[file]))
    return show(
        request, "meetings/bring_in_look.html", form, facts=facts_form, look=look, way=way, **_ahead_of_act(plan),
        skipped=plan.skipped[:SKIPPED_SHOWN], skipped_count=len(plan.skipped),
    )  # fmt: skip


def _bring(
    request: HttpRequest,
    file: uuid.UUID,
    sent: SentCalendar,
    given: dict[str, Any],
    chosen: tuple[InvitedChoice, list[str]],
    *,
    large: bool,
) -> None:
    """At once, or by a worker when it takes longer than somebody waits."""
    facts = {name: value for name, value in given.items() if name not in {"founder", "members"}}
    (choice, left_out), person = chosen, person_of(request)
    if large:
        ask_for_intake(person=person, file=file, sent=sent, facts=facts, choice=choice, left_out=left_out)
        return
    report = bring_in_forum(
        founder=person, data=sent.data, members=sent.members, invited=choice, followed_address=sent.address, **facts
    )
    replace(request, KIND, file, {"report": told_report(report, left_out)})


def _first_guess(plan: AdoptionPlan, looks: list[SeriesLook]) -> dict[str, Any]:
    """A forum is where most others are invited; somebody's own entries have nobody."""
    host = Organisation.objects.filter(is_host=True).first()
    fullest = max(looks, key=lambda look: (look.invited, len(look.ahead), look.count), default=None)
    return {
        "name": (fullest.summary if fullest else plan.name) or "",
        "organisation_code": host.code if host else "",
        "series": [fullest.uid] if fullest else [],
    }


def look_at(series: PlannedSeries) -> SeriesLook:
    """A series as it is chosen between."""
    now = timezone.now()
    standing = [one for one in series.occurrences if one.status == "confirmed"]
    ahead = [one for one in standing if starts_at(one) >= now]
    place = ahead[0].location if ahead else series.source.location
    summary = series.source.summary or _("Without a title")
    return SeriesLook(series.uid, summary, place, len(standing), ahead[:3], len(series.source.people))


def _ahead_of_act(plan: AdoptionPlan) -> dict[str, Any]:
    """What the third step shows of the chosen series: the next six dates, and how many are past."""
    chosen = [one for one in plan.occurrences() if one.status == "confirmed"]
    now: datetime = timezone.now()
    ahead = [one for one in chosen if starts_at(one) >= now]
    return {"ahead": ahead[:NEXT_SHOWN], "ahead_count": len(ahead), "past_count": len(chosen) - len(ahead)}


@signed_in
@require_safe
def brought_in(request: HttpRequest, file: uuid.UUID) -> HttpResponse:
    """Last step: what came in, what was left out and why, and what to do next."""
    report = _report(request, file)
    gone = [datetime.fromisoformat(moment) for moment in report["gone"]]
    return show(request, "meetings/brought_in.html", report={**report, "gone": gone}, way=_way())


def _report(request: HttpRequest, file: uuid.UUID) -> dict[str, Any]:
    """What came of it, for half an hour; of a large calendar for a week."""
    rows = CalendarIntake.objects.filter(person=person_of(request), file=file, state=IntakeState.DONE)
    report: dict[str, Any] | None = large.report if (large := rows.first()) else kept(request, KIND, file).get("report")
    if report is None:
        raise Http404
    return report
