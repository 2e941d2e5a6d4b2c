"""How often a forum meets: its series, made and changed in words, and looked at before anything is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from forum.enums import NoticeSender
from forum.errors import DomainError
from forum.models import Forum
from forum.policies import can_edit_meetings
from forum.web.acting import attempt, done, find, posted, require, show, signed_in
from forum.web.actor import actor_of
from forum.web.founding import way_to
from meetings.enums import SeriesScope
from meetings.models import MeetingSeries
from meetings.selectors.series_days import coming_days, days_for_editor, next_of_each, series_for_editor
from meetings.services.rule_words import series_in_words
from meetings.services.series import is_followed, save_series
from meetings.services.series_plan import Rhythm, plan_series, span_of
from meetings.web.series_forms import SeriesForm, initial_of

if TYPE_CHECKING:
    import uuid
    from collections.abc import Mapping

    from django.http import HttpRequest, HttpResponse

    from meetings.services.series_plan import SeriesPlan


def _forum_for_editor(request: HttpRequest, slug: str) -> Forum:
    actor = actor_of(request)
    forum: Forum = find(Forum.objects.visible_to(actor).select_related("organisation"), slug=slug)
    require(can_edit_meetings(actor, forum))
    return forum


@signed_in
@require_safe
def series_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The forum's series with their rhythm and next day."""
    forum = _forum_for_editor(request, slug)
    coming = next_of_each(forum)
    rows = [
        {"series": series, "words": series_in_words(series), "next": coming.get(series.pk)}
        for series in series_for_editor(actor_of(request), forum)
    ]
    return render(request, "meetings/series_list.html", {"forum": forum, "rows": rows, "way": way_to(forum)})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_series(request: HttpRequest, slug: str) -> HttpResponse:
    """A new rhythm."""
    forum = _forum_for_editor(request, slug)
    form = SeriesForm(posted(request), zone=forum.zone, initial={"place": forum.default_place})
    return _page(request, forum, form, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit_series(request: HttpRequest, slug: str, series_id: uuid.UUID) -> HttpResponse:
    """Another rhythm, for all coming meetings or from a day on."""
    forum = _forum_for_editor(request, slug)
    series = find(MeetingSeries.objects.visible_to(actor_of(request)).filter(forum=forum), pk=series_id)
    ahead = next_of_each(forum).get(series.pk)
    initial = initial_of(series, first=ahead.day if ahead else None)
    form = SeriesForm(posted(request), zone=series.zone, series=series, initial=initial)
    return _page(request, forum, form, series)


def _page(request: HttpRequest, forum: Forum, form: SeriesForm, series: MeetingSeries | None) -> HttpResponse:
    """Saves what was looked at; else shows what a save would do, or what is wrong."""
    plan = _plan(forum, form, series) if request.method == "POST" else None
    looked = bool(plan and form.cleaned_data["seen"] == plan.digest and "look" not in request.POST)

    def act(data: dict[str, Any]) -> MeetingSeries:
        return save_series(
            forum=forum,
            rhythm=form.rhythm(),
            seen=data["seen"],
            series_id=series.pk if series else None,
            version=data.get("version"),
            scope=data.get("scope") or SeriesScope.ALL,
        )

    if looked and attempt(request, form, act):
        return done(request, _("The rhythm is saved."), reverse("forum-series", args=[forum.slug]))
    context = {
        "forum": forum,
        "series": series,
        "followed": bool(series and is_followed(series)),
        "from_file": bool(series and series.filled_until is None),
        "plan": plan,
        "unseen": bool(plan) and not looked,
        "mails": forum.notices_from == NoticeSender.SAMVERKA,
        "way": way_to(forum),
        **_dates(request, forum, form),
    }
    return show(request, "meetings/series_edit.html", form, **context)


def _plan(forum: Forum, form: SeriesForm, series: MeetingSeries | None) -> SeriesPlan | None:
    if not form.is_valid():
        return None
    try:
        scope = form.cleaned_data.get("scope") or SeriesScope.ALL
        return plan_series(forum=forum, rhythm=form.rhythm(), series=series, scope=scope)
    except DomainError as error:
        form.take(error)
        return None


def _dates(request: HttpRequest, forum: Forum, form: SeriesForm) -> dict[str, Any]:
    """The sentence as it was understood and the next ten days; what is wrong so far with the words."""
    if not form.is_bound:
        if not form.initial.get("version"):
            return {}
        form = SeriesForm(_as_typed(form.initial), zone=form.zone)
    form.full_clean()
    dates = form.dates()
    days = coming_days(dates) if dates else []
    data, spans = form.cleaned_data, []
    if data.get("starts") and data.get("ends") and dates:
        rhythm = Rhythm(dates, data["starts"], data["ends"])
        spans = [span_of(rhythm, day, form.zone) for day in days]
    return {"words": form.words, "days": days_for_editor(actor_of(request), forum, days, spans)}


def _as_typed(initial: Mapping[str, Any]) -> Any:
    data = QueryDict(mutable=True)
    for name, value in initial.items():
        data.setlist(name, value if isinstance(value, list) else ["" if value is None else str(value)])
    return data


@signed_in
@require_safe
def dates(request: HttpRequest, slug: str) -> HttpResponse:
    """The days alone, asked for while the form is filled in."""
    forum = _forum_for_editor(request, slug)
    form = SeriesForm(request.GET, zone=forum.zone)
    context = _dates(request, forum, form)
    typed = request.GET.get("sentence", "").strip() if request.GET.get("way") == "words" else "x"
    told = (*form.errors.get("sentence", ()), *form.errors.get("weekdays", ())) if typed else ()
    return render(request, "meetings/_series_dates.html", {**context, "told": told})
