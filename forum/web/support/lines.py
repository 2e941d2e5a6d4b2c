"""Support lines: the list, one line with its hours and history, and what its keepers do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.models import Organisation, SupportLine, Topic
from forum.policies import can_keep_up
from forum.selectors.keeping import organisations_kept_by
from forum.selectors.support_lines import ended_lines, history_of, lines_for_reader, shown_line, support_lines
from forum.services.known_lines import bring_in_known_lines, has_known_lines
from forum.services.phone_numbers import spoken_number
from forum.services.support_lines import add_support_line, confirm_support_line, update_support_line
from forum.web.acting import act_at_once, attempt, done, find, page_of, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of, person_of
from forum.web.support.line_forms import LineForm, NewLineForm

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from forum.models import Actor

FACTS = (
    *("topic", "name", "number", "operator", "audience", "languages", "anonymous", "note", "url", "email"),
    *("valid_from", "valid_to", "source", "check_every", "keeper", "is_public", "version"),
)


def line_for(actor: Actor, line_id: uuid.UUID) -> SupportLine:
    rows = support_lines().filter(pk__in=SupportLine.objects.visible_to(actor).values("pk"))
    return find(rows, pk=line_id)


def way_to(line: SupportLine | None = None) -> list[tuple[str, str]]:
    steps = [(_("Support lines"), reverse("support-lines"))]
    return [*steps, (line.name, reverse("support-line", args=[line.pk]))] if line else steps


@signed_in
@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """Whom people can call now, and below it what has been."""
    actor = actor_of(request)
    kept = organisations_kept_by(actor)
    first = kept.first()
    context = {
        "rows": lines_for_reader(actor),
        "page": page_of(request, ended_lines(actor)),
        "may_add": first is not None,
        "offers_known": first is not None and not has_known_lines(first),
    }
    return render(request, "forum/support/lines.html", context)


@signed_in
@require_safe
def line(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """One line: state, hours, exceptions, source, and what the number was before."""
    actor = actor_of(request)
    found = line_for(actor, line_id)
    context = {
        "shown": shown_line(found),
        "line": found,
        "history": history_of(actor, found),
        "may_keep": can_keep_up(actor, found.organisation),
        "way": way_to(),
    }
    return render(request, "forum/support/line.html", context)


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    kept = organisations_kept_by(actor)
    require(kept.exists())
    form = NewLineForm(posted(request), organisations=kept, topics=_topics(actor))
    if attempt(request, form, lambda data: add_support_line(**data)):
        to = reverse("support-line-hours", args=[form.result.pk]) if form.result else reverse("support-lines")
        return done(request, _("The line is added. Next: its opening hours."), to)
    return show(
        request, "forum/form.html", form, title=_("Add a support line"), way=way_to(),
        lede=_("A number that people can call. It stands in one place here and is shown wherever it is needed."),
        submit=_("Add the line"), cancel_url=reverse("support-lines"),
    )  # fmt: skip


@signed_in
def change(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    found = line_for(actor, line_id)
    require(can_keep_up(actor, found.organisation))
    initial = {name: getattr(found, name) for name in FACTS} | {"number": spoken_number(found.number)}
    form = LineForm(posted(request), initial=initial, topics=_topics(actor, found))
    back = reverse("support-line", args=[found.pk])
    if attempt(request, form, lambda data: update_support_line(line_id=found.pk, **data)):
        return done(request, _("The line is saved."), back)
    title = _("Change the line")
    return show(request, "forum/form.html", form, title=title, way=way_to(found), submit=_("Save"), cancel_url=back)


@signed_in
@require_POST
def checked(request: HttpRequest, line_id: uuid.UUID) -> HttpResponse:
    """One press: number and hours are right today."""
    actor = actor_of(request)
    found = line_for(actor, line_id)
    require(can_keep_up(actor, found.organisation))
    version, person = version_of(request), person_of(request)

    def act() -> Any:
        return confirm_support_line(line_id=found.pk, version=version, checked_by=person)

    return act_at_once(request, act, _("Checked today. Thank you."), reverse("support-line", args=[found.pk]))


@signed_in
@require_POST
def bring_in(request: HttpRequest) -> HttpResponse:
    """The history of 020-100 200, into the first register that the person keeps."""
    kept: Organisation | None = organisations_kept_by(actor_of(request)).first()
    require(kept is not None)

    def act() -> Any:
        return bring_in_known_lines(organisation=kept) if kept else None

    words = _(
        "The history of 020-100 200 is in the register. Check whether the line still exists before you send anybody there."
    )
    return act_at_once(request, act, words, reverse("support-lines"))


def _topics(actor: Actor, line: SupportLine | None = None) -> QuerySet[Topic]:
    """Those that are followed, and the line's own, so that saving does not show it with every topic."""
    own = line.topic_id if line else None
    return Topic.objects.visible_to(actor).filter(Q(archived_at__isnull=True) | Q(pk=own)).order_by("name")
