"""Reports that write themselves: drafts, own words, editions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.enums import Language
from forum.models import Forum, Topic
from forum.policies import can_sit
from forum.web.acting import act_at_once, attempt, done, find, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of, person_of
from forum.web.founding import way_to as way_to_forum
from forum.web.plans import organisation_of
from forum.web.topics import way_to_topic
from meetings.enums import ReportKind
from meetings.models import Report, ReportEdition, ReportWords
from meetings.policies import can_draft_report
from meetings.services.reporting.writing import SECTIONS, write_report
from meetings.services.reports import change_report, discard_report, draft_report, fix_report, write_words
from meetings.web.report_forms import ReportChangeForm, ReportForm, WordsForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from meetings.services.reporting.shape import Section

FACTS = ("title", "starts_on", "ends_on", "language", "version")
ON_TOPICS: list[ReportKind] = [kind for kind in ReportKind if kind != ReportKind.FORUM_YEAR]
RELATED = ("topic", "forum", "organisation", "drafted_by")


def list_url(report: Report) -> str:
    if report.topic:
        return reverse("topic-reports", args=[report.topic.slug])
    return reverse("forum-reports", args=[report.forum.slug]) if report.forum else ""


def way_to(report: Report) -> list[tuple[str, str]]:
    """Crumbs of a page below the report's list."""
    above = way_to_forum(report.forum) if report.forum else []
    if report.topic:
        above = way_to_topic(report.topic)
    return [*above, (_("Reports"), list_url(report))]


def report_of(request: HttpRequest, report_id: uuid.UUID) -> Report:
    rows = Report.objects.visible_to(actor_of(request)).select_related(*RELATED)
    report: Report = find(rows, pk=report_id)
    return report


@signed_in
@require_safe
def of_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The reports on a topic, newest period first."""
    actor = actor_of(request)
    topic: Topic = find(Topic.objects.visible_to(actor), slug=slug)
    reports = Report.objects.visible_to(actor).filter(topic=topic).select_related("organisation")
    context = {
        "topic": topic,
        "reports": reports.prefetch_related("editions"),
        "may_draft": organisation_of(actor, topic) is not None,
        "new_url": reverse("topic-report-new", args=[slug]),
    }
    return render(request, "meetings/reports.html", context)


@signed_in
@require_safe
def of_forum(request: HttpRequest, slug: str) -> HttpResponse:
    """The years of a forum: drafts for chair and secretary, fixed editions for all who sit there."""
    actor = actor_of(request)
    forum: Forum = find(Forum.objects.visible_to(actor), slug=slug)
    may_draft = can_draft_report(actor, forum=forum)
    require(may_draft or can_sit(actor, forum))
    reports = Report.objects.visible_to(actor).filter(forum=forum).select_related("organisation")
    editions = ReportEdition.objects.visible_to(actor).filter(report__forum=forum).select_related("report")
    context = {
        "forum": forum,
        "reports": reports.prefetch_related("editions"),
        "editions": [] if may_draft else editions.defer("pdf", "content").order_by("-report__ends_on", "-number"),
        "may_draft": may_draft,
        "new_url": reverse("forum-report-new", args=[slug]),
    }
    return render(request, "meetings/reports.html", context)


def _title(data: dict[str, Any], about: str) -> str:
    """What was typed, else kind, year and subject in the report's language."""
    with override(str(data["language"])):
        own = _("%(kind)s %(year)d: %(about)s") % {
            "kind": data["kind"].label,
            "year": data["ends_on"].year,
            "about": about,
        }
    return str(data["title"]) or own[:200]


def _year(kind: ReportKind) -> dict[str, Any]:
    """This calendar year, which is what most reports are about."""
    year = timezone.localdate().year
    language = get_language() if get_language() in Language.values else Language.SWEDISH
    return {
        "kind": kind,
        "starts_on": f"{year}-01-01",
        "ends_on": f"{year}-12-31",
        "language": language,
    }


@signed_in
def new_on_topic(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    topic: Topic = find(Topic.objects.visible_to(actor), slug=slug)
    organisation = organisation_of(actor, topic)
    if organisation is None:
        raise PermissionDenied
    wanted = request.GET.get("kind", "")
    kind = ReportKind(wanted) if wanted in ON_TOPICS else ReportKind.COUNCIL
    form = ReportForm(posted(request), initial=_year(kind), kinds=ON_TOPICS)
    facts = {"topic": topic, "organisation": organisation, "drafted_by": person_of(request)}
    return _new(request, form, facts, reverse("topic-reports", args=[slug]), Report(topic=topic))


@signed_in
def new_of_forum(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    forum: Forum = find(Forum.objects.visible_to(actor).select_related("organisation"), slug=slug)
    require(can_draft_report(actor, forum=forum))
    kind = ReportKind.FORUM_YEAR
    form = ReportForm(posted(request), initial=_year(kind), kinds=[kind])
    facts = {"forum": forum, "organisation": forum.organisation, "drafted_by": person_of(request)}
    return _new(request, form, facts, reverse("forum-reports", args=[slug]), Report(forum=forum))


def _new(request: HttpRequest, form: ReportForm, facts: dict[str, Any], back: str, report: Report) -> HttpResponse:
    about = (report.topic or report.forum).name  # type: ignore[union-attr]  # of one of the two
    if attempt(request, form, lambda data: draft_report(**facts, **data | {"title": _title(data, about)})):
        to = reverse("report", args=[form.result.pk]) if form.result else back
        return done(request, _("The report has written itself. Add your own words, and fix it when it is right."), to)
    return show(
        request, "forum/form.html", form, title=_("Draft a report"), way=way_to(report), submit=_("Draft"), cancel_url=back,
        lede=_("It is written from what you may see here, anew each time you open it, until you fix an edition."),
    )  # fmt: skip


@signed_in
@require_safe
def report(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """The draft as it stands today, with room for own words under each section."""
    found = report_of(request, report_id)
    content = write_report(report=found, actor=actor_of(request), day=timezone.localdate())
    context = {
        "report": found,
        "content": content,
        "editions": found.editions.defer("pdf", "content"),
        "way": way_to(found),
        "writable": True,
    }
    return render(request, "meetings/report.html", context)


@signed_in
def change(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    found = report_of(request, report_id)
    form = ReportChangeForm(posted(request), initial={name: getattr(found, name) for name in FACTS})
    to = reverse("report", args=[found.pk])
    if attempt(request, form, lambda data: change_report(report_id=found.pk, **data)):
        return done(request, _("The report is saved."), to)
    return show(
        request, "forum/form.html", form, title=_("Title and period"), way=[*way_to(found), (found.title, to)],
        submit=_("Save"), cancel_url=to,
    )  # fmt: skip


@signed_in
def words(request: HttpRequest, report_id: uuid.UUID, section: str) -> HttpResponse:
    """Own words under one section."""
    found, person = report_of(request, report_id), person_of(request)
    if section not in SECTIONS[found.kind]:
        raise Http404
    there = ReportWords.objects.filter(report=found, section=section).first()
    form = WordsForm(posted(request), initial={"text": there.text, "version": there.version} if there else None)
    to = f"{reverse('report', args=[found.pk])}#{section}"

    def act(data: dict[str, Any]) -> object:
        return write_words(report=found, section=section, written_by=person, **data)

    if attempt(request, form, act):
        return done(request, _("Your words stand in the report."), to)
    computed = _computed(found, request, section)
    return show(
        request, "meetings/report_words.html", form, title=computed["title"], section=computed, report=found,
        way=[*way_to(found), (found.title, to)],
        submit=_("Save"), cancel_url=to,
    )  # fmt: skip


def _computed(found: Report, request: HttpRequest, key: str) -> Section:
    content = write_report(report=found, actor=actor_of(request), day=timezone.localdate())
    return next(one for one in content["sections"] if one["key"] == key)


@signed_in
@require_POST
def fix(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Freezes what the page shows today as an edition."""
    found = report_of(request, report_id)
    to = reverse("report", args=[found.pk])

    def act() -> object:
        return fix_report(
            report_id=found.pk, version=version_of(request), actor=actor_of(request), fixed_by=person_of(request)
        )

    return act_at_once(request, act, _("The edition is fixed. Later data change nothing in it."), to)


@signed_in
@require_POST
def discard(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    found = report_of(request, report_id)
    to = reverse("report", args=[found.pk]) if found.editions.exists() else list_url(found)
    return act_at_once(
        request, lambda: discard_report(report_id=found.pk, version=version_of(request)), _("The draft is gone."), to
    )
