from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.web.forms import OnceForm, ServiceForm, VersionedForm, enum_field
from meetings.enums import MotionOutcome
from meetings.web.attendance_forms import NamesApprovers

if TYPE_CHECKING:
    from forum.models import Seat
    from meetings.models import ApprovalPlan, Decision, Posting
    from meetings.selectors.meeting_pages import SeatRow


def seat_choices(rows: list[SeatRow]) -> list[tuple[str, str]]:
    """Seats by role and organisation, with who sits there."""
    return [
        (str(row.seat.pk), ", ".join(filter(None, [row.seat.role_title, row.seat.organisation.name, row.holder])))
        for row in rows
    ]


class SeatsForm(ServiceForm):
    """A form in which seats of the forum are chosen; `seats` gives them back by the key."""

    def __init__(self, *args: Any, rows: list[SeatRow], field: str, empty: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats: dict[str, Seat] = {str(row.seat.pk): row.seat for row in rows}
        first = [("", _("Nobody named"))] if empty else []
        self.fields[field].choices = [*first, *seat_choices(rows)]  # type: ignore[attr-defined]  # ChoiceField


class PlanForm(NamesApprovers, VersionedForm, SeatsForm):
    """Approvers, place and day of the approval."""

    approvers = forms.MultipleChoiceField(
        label=_("Approves beside the chair"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checks"}),
        help_text=_("The chair always approves."),
    )
    place = forms.CharField(label=_("Place of the approval"), max_length=200, required=False)
    day = forms.DateField(
        label=_("Day of the approval"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d"),
        help_text=_("YYYY-MM-DD, at the latest 14 days after the meeting."),
    )

    @classmethod
    def of(cls, plan: ApprovalPlan | None, chosen: list[str], rows: list[SeatRow], data: Any = None) -> PlanForm:
        first = {"place": plan.place, "day": plan.day, "version": plan.version} if plan else {}
        return cls(data, rows=cls.who_can(rows), field="approvers", initial={**first, "approvers": chosen})


class BreakForm(OnceForm):
    """When the meeting was adjourned."""

    starts = forms.TimeField(label=_("From"), widget=forms.TimeInput(format="%H:%M"))
    ends = forms.TimeField(label=_("To"), widget=forms.TimeInput(format="%H:%M"))


class MotionForm(VersionedForm, OnceForm, SeatsForm):
    """What somebody moved, and what became of it."""

    seat = forms.ChoiceField(label=_("Who moved it"), required=False)
    text = forms.CharField(
        label=_("Motion"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what was moved.")},
    )
    outcome = enum_field(MotionOutcome, _("What became of it"), ask=_("Not told"), required=False, empty_value=None)

    def __init__(self, *args: Any, rows: list[SeatRow], **kwargs: Any) -> None:
        super().__init__(*args, rows=rows, field="seat", empty=True, **kwargs)

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"text": data["text"], "seat": self.seats.get(data["seat"]), "outcome": data["outcome"]}

    def value_of(self, current: Any, name: str) -> Any:
        return str(current.seat_id or "") if name == "seat" else super().value_of(current, name)


class PointForm(SeatsForm):
    """Who took no part in a point, and whether its § was approved at once."""

    recusals = forms.MultipleChoiceField(
        label=_("Recusal: took no part in the point"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checks"}),
    )
    immediate = forms.BooleanField(label=_("The § was approved at once"), required=False)

    def __init__(self, *args: Any, rows: list[SeatRow], **kwargs: Any) -> None:
        super().__init__(*args, rows=rows, field="recusals", **kwargs)


class VoteForm(VersionedForm):
    """The numbers of a vote on one decision."""

    yes = forms.IntegerField(label=_("Yes"), min_value=0, max_value=999, required=False)
    no = forms.IntegerField(label=_("No"), min_value=0, max_value=999, required=False)
    abstained = forms.IntegerField(label=_("Abstain"), min_value=0, max_value=999, required=False)
    procedure = forms.CharField(
        label=_("How it went"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Order of the propositions, who voted how, the chair's casting vote."),
    )

    @classmethod
    def of(cls, decision: Decision, data: Any = None) -> VoteForm:
        vote = getattr(decision, "vote", None)
        names = ("yes", "no", "abstained", "procedure", "version")
        first = {name: getattr(vote, name) for name in names} if vote else {}
        return cls(data, initial=first, auto_id=f"id_{decision.pk}_%s")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        return {**data, **{name: data.get(name) or 0 for name in ("yes", "no", "abstained")}}


class PostForm(VersionedForm):
    """When the notice was posted, and where the minutes are kept."""

    posted_on = forms.DateField(
        label=_("Posted on"), widget=forms.DateInput(format="%Y-%m-%d"), initial=timezone.localdate
    )
    kept_at = forms.CharField(
        label=_("Minutes kept at"),
        max_length=200,
        help_text=_("Where anybody can read them, for example: the municipal office, Nygatan 10."),
    )

    @classmethod
    def of(cls, posting: Posting | None, prefix: str, kept_at: str, data: Any = None) -> PostForm:
        names = ("posted_on", "kept_at", "version")
        first = {name: getattr(posting, name) for name in names} if posting else {"kept_at": kept_at}
        return cls(data, prefix=prefix, initial=first)


class TakeDownForm(VersionedForm):
    taken_down_on = forms.DateField(label=_("Taken down on"), widget=forms.DateInput(format="%Y-%m-%d"))
