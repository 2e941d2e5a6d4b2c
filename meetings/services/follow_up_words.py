"""The follow-up point as words: for the paper, for what a notice said, and for the minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from forum.enums import MinutesForm
from meetings.enums import UNFINISHED, MinutesState
from meetings.models import ActionItem, AgendaItem, Decision
from meetings.selectors.follow_up import everything_readable, follow_up, is_overdue, readable_in_the_forum
from meetings.services.action_words import day_words, due_words, owner_words, state_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from forum.models import Actor
    from meetings.models import Meeting, Minutes
    from meetings.selectors.follow_up import FollowUp
    from meetings.services.recalled_content import RecalledAction, RecalledContent, RecalledDecision


def words_of(said: FollowUp, day: date) -> RecalledContent:
    """What the point says on that day, in the active language. The actions of a point stand under its last decision."""
    return {
        "minutes": minutes_words(said) if said.forum.recalls_minutes else "",
        "decisions": [line for item in said.items for line in _decisions(item, day)],
        "actions": [_action(action, day) for action in said.actions],
    }


def _decisions(item: AgendaItem, day: date) -> list[RecalledDecision]:
    lines: list[RecalledDecision] = [
        {
            "id": str(decision.pk),
            "paragraph": item.paragraph,
            "title": item.title,
            "text": decision.text,
            "actions": [],
        }
        for decision in item.decisions.all()
    ]
    lines[-1]["actions"] = [_action(action, day) for action in item.actions.all()]
    return lines


def _action(action: ActionItem, day: date) -> RecalledAction:
    return {
        "id": str(action.pk),
        "number": str(action.number),
        "text": action.text,
        "owner": owner_words(action),
        "due": due_words(action) if action.state in UNFINISHED else "",
        "state": state_words(action, day),
        "overdue": is_overdue(action, day),
    }


def minutes_words(said: FollowUp) -> str:
    """The last minutes and how far they are: "Minutes of 9 November 2026: approved"."""
    notes = said.forum.minutes_form == MinutesForm.NOTES
    day = day_words(said.meeting.day)
    title = (_("Notes of %(date)s") if notes else _("Minutes of %(date)s")) % {"date": day}
    return f"{title}: {minutes_state_words(said.minutes, notes=notes)}"


def minutes_state_words(minutes: Minutes | None, *, notes: bool) -> str:
    """How far they are, and what is asked for."""
    if minutes is None or minutes.state == MinutesState.DRAFT:
        return _("not sent yet")
    if minutes.state == MinutesState.CIRCULATED:
        return _("sent, to be settled") if notes else _("sent, waiting for approval")
    return str(minutes.state.label).lower()


def summary_words(content: Mapping[str, Any]) -> str:
    """ "2 decisions and 3 actions are followed up, 1 is overdue"."""
    actions = [action for decision in content["decisions"] for action in decision["actions"]] + content["actions"]
    late = sum(action["overdue"] for action in actions)
    parts = [
        ngettext("%(number)d decision", "%(number)d decisions", len(content["decisions"])),
        ngettext("%(number)d action", "%(number)d actions", len(actions)),
        ngettext("%(number)d overdue", "%(number)d overdue", late),
    ]
    numbers = (len(content["decisions"]), len(actions), late)
    return ", ".join(words % {"number": number} for words, number in zip(parts, numbers, strict=True) if number)


def follow_up_for_minutes(item: AgendaItem) -> RecalledContent | None:
    """What the minutes recount, in the active language: only what every member of the forum may read already."""
    said = follow_up(item, readable_in_the_forum())
    return words_of(said, min(timezone.localdate(), item.meeting.day)) if said else None


def keep_as_sent(meeting: Meeting) -> None:
    """Keeps what the follow-up point says at the moment when the notice is sent, in the installation's language."""
    item = meeting.items.filter(recalls__isnull=False).select_related("recalls", "meeting__forum").first()
    said = follow_up(item, everything_readable()) if item else None
    if item and said:
        with override(settings.LANGUAGE_CODE):
            item.recalled = words_of(said, timezone.localdate())
        item.save(update_fields=["recalled"])


def as_sent_for_reader(item: AgendaItem, actor: Actor) -> RecalledContent | None:
    """What the notice said, without the lines that this reader may not read; None when it said nothing."""
    if not item.recalled:
        return None
    sent: RecalledContent = item.recalled
    decisions = _seen(Decision, [line["id"] for line in sent["decisions"]], actor)
    under = [action for line in sent["decisions"] for action in line["actions"]]
    actions = _seen(ActionItem, [action["id"] for action in under + sent["actions"]], actor)
    return {
        "minutes": sent["minutes"],
        "decisions": [
            {**line, "actions": [action for action in line["actions"] if action["id"] in actions]}
            for line in sent["decisions"]
            if line["id"] in decisions
        ],
        "actions": [action for action in sent["actions"] if action["id"] in actions],
    }


def _seen(model: type[Decision] | type[ActionItem], ids: list[str], actor: Actor) -> set[str]:
    return {str(pk) for pk in model.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)}
