"""Where has it been raised: the whole table, one cell of it, and the table as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, gettext, override
from django.views.decorators.http import require_safe

from forum.enums import PlacementState
from forum.models import Forum, Placement, Topic
from forum.policies import can_coordinate
from forum.web.acting import find, page_of, signed_in
from forum.web.actor import actor_of
from forum.web.spreadsheets import csv_response, xlsx_response
from meetings.calendar.periods import read_period
from meetings.enums import CoverageOrder, MeetingState
from meetings.models import ActionItem, AgendaItem, Decision, Meeting
from meetings.selectors.coverage import coverage_for_reader
from meetings.selectors.coverage_groups import coverage_in_groups
from meetings.selectors.meeting_pages import OWNERS
from meetings.templatetags.coverage import period_words
from meetings.web.action_list import filters_of
from meetings.web.coverage_form import CoverageForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse

    from forum.models import Actor
    from forum.web.spreadsheets import Cell
    from meetings.selectors.coverage_groups import Placed
    from meetings.selectors.coverage_rows import Coverage, CoverageRow

ON_A_PAGE = 60


@signed_in
@require_safe
def coverage(request: HttpRequest, slug: str) -> HttpResponse:
    """Forums × periods, gaps first, as heat map or table; filtered, grouped and dated by the address."""
    actor = actor_of(request)
    topic = find(Topic.objects.visible_to(actor).select_related("organisation"), slug=slug)
    form, found, rows = _asked_for(request, actor, topic)
    context = {
        "topic": topic,
        "form": form,
        "coverage": found,
        "page": page_of(request, rows, size=ON_A_PAGE),
        "as_table": form.said.get("face") == "table",
        "today": timezone.localdate(),
        "past": found.day < timezone.localdate(),
        "filters": filters_of(request),
        "may_coordinate": can_coordinate(actor, topic),
    }
    return render(request, "meetings/coverage.html", context)


def _asked_for(request: HttpRequest, actor: Actor, topic: Topic) -> tuple[CoverageForm, Coverage, list[Placed]]:
    form = CoverageForm(request.GET)
    form.offer(actor)
    found = coverage_for_reader(actor, topic, **form.wanted())
    said = form.said
    rows = coverage_in_groups(actor, found, said.get("group", ""), said.get("order", CoverageOrder.GAPS))
    return form, found, rows


@signed_in
@require_safe
def cell(request: HttpRequest, slug: str, forum: str, key: str) -> HttpResponse:
    """What is behind one cell: the meetings of the period and what came of the question there, as far as the reader may see it."""
    actor = actor_of(request)
    topic = find(Topic.objects.visible_to(actor), slug=slug)
    where = find(Forum.objects.visible_to(actor).select_related("organisation"), slug=forum)
    period = read_period(key)
    if period is None:
        raise Http404
    days = (period.first, period.last)
    meetings = Meeting.objects.visible_to(actor).filter(forum=where, starts_at__date__range=days)
    outcomes = [
        Prefetch("decisions", Decision.objects.visible_to(actor)),
        Prefetch("actions", ActionItem.objects.visible_to(actor).select_related(*OWNERS)),
    ]
    points = AgendaItem.objects.visible_to(actor).filter(topic=topic, in_full=True).prefetch_related(*outcomes)
    asked = Placement.objects.visible_to(actor).filter(topic=topic, forum=where)
    within = Q(created_at__date__range=days) | Q(answered_at__date__range=days)
    context = {
        "topic": topic,
        "forum": where,
        "period": period,
        "meetings": meetings.prefetch_related(Prefetch("items", points, to_attr="points")).order_by("starts_at", "pk"),
        "proposals": asked.filter(within).select_related("answered_by", "forum").order_by("created_at"),
        "now": timezone.now(),
        "cancelled": MeetingState.CANCELLED,
    }
    return render(request, "meetings/coverage_cell.html", context)


@signed_in
@require_safe
def as_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """For any spreadsheet program."""
    name, head, rows = _file(request, slug)
    return csv_response(name, head, rows)


@signed_in
@require_safe
def as_xlsx(request: HttpRequest, slug: str) -> FileResponse:
    """For Excel and LibreOffice, with days as days."""
    name, head, rows = _file(request, slug)
    return xlsx_response(name, gettext("Where it was raised"), head, rows)


def _file(request: HttpRequest, slug: str) -> tuple[str, list[str], Iterator[list[Cell]]]:
    actor = actor_of(request)
    topic = find(Topic.objects.visible_to(actor), slug=slug)
    _form, found, rows = _asked_for(request, actor, topic)
    grouped = bool(rows and rows[0][0])
    head = [
        *([gettext("Group")] if grouped else []),
        gettext("Forum"), gettext("Organisation"), gettext("Kind of forum"), gettext("Last raised"), gettext("Not logged"),
        gettext("Planned"), gettext("Answer"), gettext("Reason"), *map(period_words, found.periods),
    ]  # fmt: skip
    return f"{slug}-{found.day:%Y-%m-%d}", head, _lines(found, rows, grouped, get_language() or "sv")


def _lines(found: Coverage, rows: list[Placed], grouped: bool, language: str) -> Iterator[list[Cell]]:  # noqa: FBT001  (one of the file's columns)
    """The language is the reader's, also while it is being sent."""
    for group, row in rows:
        with override(language):
            line: list[Cell] = [group.name] if grouped and group else []
            line += [*_facts(row), *(str(state.label) for state in row.states(len(found.periods)))]
        yield line


def _facts(row: CoverageRow) -> list[Cell]:
    asking = row.asking
    days: list[Any] = [row.last_at, row.unlogged_at, row.planned_at]
    return [
        row.forum.name,
        row.forum.organisation,
        row.forum.kind_label,
        *(timezone.localdate(moment) if moment else None for moment in days),
        str(PlacementState(asking.state).label) if asking else gettext("Not asked"),
        asking.reason if asking else "",
    ]
