"""Which reminders a forum sends, and when. Chair, vice chair, secretary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from forum.enums import ReminderKind
from forum.models import Forum, ReminderRule
from forum.policies import can_edit_meetings
from forum.web.acting import act_at_once, attempt, done, find, posted, require, show, signed_in
from forum.web.actor import actor_of
from forum.web.forms import OnceForm
from forum.web.founding import way_to
from meetings.services.reminder_rules import FARTHEST, LAST_HOUR, add_reminder_rule, remove_reminder_rule
from meetings.services.reminder_words import words_of_rule

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

SIDES = [("-1", gettext_lazy("days before")), ("1", gettext_lazy("days after"))]
CHOSEN = (
    ReminderKind.ACTION_DUE,
    ReminderKind.MEETING_AGENDA,
    ReminderKind.MEETING_AHEAD,
    ReminderKind.LOG_OUTCOME,
)


class RuleForm(OnceForm):
    """One more reminder."""

    kind = forms.TypedChoiceField(
        label=gettext_lazy("Which reminder"), choices=[(kind.value, kind.label) for kind in CHOSEN], coerce=ReminderKind
    )
    days = forms.IntegerField(
        label=gettext_lazy("Number of days"),
        min_value=0,
        max_value=FARTHEST,
        help_text=gettext_lazy("0 is the day itself."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    side = forms.TypedChoiceField(
        label=gettext_lazy("Before or after"),
        choices=SIDES,
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "choice"}),
        initial="-1",
    )
    hour = forms.IntegerField(
        label=gettext_lazy("At what hour"),
        min_value=0,
        max_value=LAST_HOUR,
        initial=8,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )


def _forum(request: HttpRequest, slug: str) -> Forum:
    actor = actor_of(request)
    forum: Forum = find(Forum.objects.visible_to(actor), slug=slug)
    require(can_edit_meetings(actor, forum))
    return forum


@signed_in
def rules(request: HttpRequest, slug: str) -> HttpResponse:
    """The reminders of the forum, and a form for one more."""
    forum = _forum(request, slug)
    form = RuleForm(posted(request))
    here = reverse("forum-reminder-rules", args=[slug])

    def act(data: dict[str, Any]) -> ReminderRule:
        offset = data["days"] * data["side"]
        return add_reminder_rule(forum=forum, kind=data["kind"], offset_days=offset, hour=data["hour"])

    if attempt(request, form, act):
        return done(request, _("The reminder is added, and what is ahead is planned by it."), here)
    rows = [(rule, words_of_rule(rule)) for rule in forum.reminder_rules.order_by("offset_days")]
    coming = reverse("forum-reminders", args=[slug])
    return show(
        request, "meetings/reminder_rules.html", form, forum=forum, title=_("Reminders of the forum"),
        way=[*way_to(forum), (_("Coming reminders"), coming)], cancel_url=coming, submit=_("Add the reminder"),
        rows=[row for kind in CHOSEN for row in rows if row[0].kind == kind],
        given=next((rule for rule, _words in rows if rule.kind == ReminderKind.ACTION_GIVEN), None),
    )  # fmt: skip


@signed_in
@require_POST
def remove(request: HttpRequest, slug: str, rule_id: uuid.UUID) -> HttpResponse:
    """Takes one away."""
    forum = _forum(request, slug)
    return act_at_once(
        request,
        lambda: remove_reminder_rule(forum=forum, rule_id=rule_id),
        _("The reminder is taken away."),
        reverse("forum-reminder-rules", args=[slug]),
    )


@signed_in
@require_POST
def tell_of_actions(request: HttpRequest, slug: str) -> HttpResponse:
    """Lets the forum write to whoever is given an action."""
    forum = _forum(request, slug)
    here = reverse("forum-reminder-rules", args=[slug])
    if forum.reminder_rules.filter(kind=ReminderKind.ACTION_GIVEN).exists():
        return HttpResponseRedirect(here)
    return act_at_once(
        request,
        lambda: add_reminder_rule(forum=forum, kind=ReminderKind.ACTION_GIVEN, offset_days=0),
        _("Whoever is given an action from now on gets a letter."),
        here,
    )
