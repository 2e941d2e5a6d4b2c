from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forum.enums import LIVE_PLACEMENTS, ForumKind, ItemKind
from forum.models import Forum, Organisation, PersonActor, ProposalFile
from forum.services.uploads import ACCEPTED
from forum.web.forms import OnceForm, VersionedForm, enum_field
from meetings.services.proposal_facts import Proposal

if TYPE_CHECKING:
    from django.forms import BoundField

    from forum.models import Actor, Person, Topic

EVERY = [(0, _("Once")), (1, _("At every meeting")), (2, _("At every second meeting")), (3, _("At every third meeting")),
         (4, _("At every fourth meeting"))]  # fmt: skip


RARE = ("draft_decision", "presenter", "present_it", "document", "starts_on", "ends_on")
ELSEWHERE = {"forums", "once", "present_it", "document", "kept_file"}


class PickForm(forms.Form):
    """Many forums at once: by kind, by organisation, by a list of names. Does nothing but tick them."""

    kind = forms.ChoiceField(label=_("Of the kind"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("Led by"), queryset=Organisation.objects.none(), required=False, empty_label=_("Nothing chosen")
    )
    names = forms.CharField(
        label=_("By name, one on each line"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    prefix = "pick"

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forums = list(Forum.objects.visible_to(actor).active().select_related("organisation").order_by("name"))
        there = {one.kind for one in self.forums}
        kinds = [(kind.value, kind.label) for kind in ForumKind if kind in there]
        self.fields["kind"].choices = [("", _("Nothing chosen")), *kinds]  # type: ignore[attr-defined]  # ChoiceField
        leading = Organisation.objects.filter(pk__in={one.organisation_id for one in self.forums})
        self.fields["organisation"].queryset = leading.order_by("name")  # type: ignore[attr-defined]  # ModelChoiceField

    def picked(self) -> tuple[set[str], list[str]]:
        """Ids of the forums that are meant, and names of which there is none."""
        if not self.is_valid():
            return set(), []
        wanted = {
            line.strip().casefold(): line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()
        }
        kind, organisation = self.cleaned_data["kind"], self.cleaned_data["organisation"]
        found = {str(one.pk) for one in self.forums if one.name.casefold() in wanted or one.slug in wanted}
        if kind or organisation:
            found |= {
                str(one.pk)
                for one in self.forums
                if kind in ("", one.kind) and (organisation is None or one.organisation_id == organisation.pk)
            }
        known = {one.name.casefold() for one in self.forums} | {one.slug for one in self.forums}
        return found, [name for key, name in wanted.items() if key not in known]


class ProposalForm(OnceForm):
    """A topic for many agendas at once."""

    forums = forms.ModelMultipleChoiceField(
        label=_("To which forums?"), queryset=Forum.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one forum.")},
    )  # fmt: skip
    title = forms.CharField(label=_("Line on the agenda"), max_length=300, help_text=_("As the members will read it."))
    kind = enum_field(ItemKind, _("What kind of point?"), initial=ItemKind.INFORMATION)
    purpose = forms.CharField(label=_("Purpose"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    question = forms.CharField(
        label=_("Question to the forum"), widget=forms.Textarea(attrs={"rows": 2}), required=False,
        help_text=_("What do you want to know or have decided?"),
    )  # fmt: skip
    presenter = forms.CharField(
        label=_("Presenter"), max_length=200, required=False, help_text=_("Role rather than name.")
    )
    minutes = forms.IntegerField(
        label=_("Length in minutes"),
        required=False,
        min_value=1,
        max_value=1440,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
    )
    draft_decision = forms.CharField(
        label=_("Draft decision"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    present_it = forms.BooleanField(
        label=_("I present it myself"), required=False, help_text=_("Then you find it among your presentations.")
    )
    document = forms.FileField(
        label=_("Attachment"), required=False, allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=_("One file for all; it becomes a document of the point on each agenda."),
    )  # fmt: skip
    kept_file = forms.ModelChoiceField(queryset=ProposalFile.objects.none(), required=False, widget=forms.HiddenInput)
    every = forms.TypedChoiceField(label=_("How often?"), choices=EVERY, coerce=int, initial=0)
    starts_on = forms.DateField(label=_("From"), required=False)
    ends_on = forms.DateField(label=_("To and including"), required=False)

    def __init__(self, *args: Any, actor: Actor, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(actor, PersonActor):
            mine = ProposalFile.objects.filter(uploaded_by=actor.person, placements=None)
            self.fields["kept_file"].queryset = mine  # type: ignore[attr-defined]  # ModelChoiceField
        self.taken = set(
            topic.placements.filter(state__in=LIVE_PLACEMENTS, measure=None).values_list("forum", flat=True)
        )
        forums = Forum.objects.visible_to(actor).active().select_related("organisation").order_by("name")
        self.fields["forums"].queryset = forums  # type: ignore[attr-defined]  # ModelMultipleChoiceField
        self.fields["forums"].choices = _groups([one for one in forums if one.pk not in self.taken])  # type: ignore[attr-defined]

    def rare(self) -> list[BoundField]:
        """What few proposals need; the page keeps it folded."""
        return [self[name] for name in RARE]

    def rare_is_used(self) -> bool:
        """Whether something stands there, or must be corrected there."""
        return any(field.errors or field.value() for field in self.rare())

    def proposal(self, presents: Person) -> Proposal:
        """What the service is asked."""
        facts = {name: self.cleaned_data[name] for name in self.fields if name not in ELSEWHERE}
        mine = presents if self.cleaned_data["present_it"] else None
        return Proposal(**facts, attachment=self.cleaned_data["kept_file"], presented_by=mine)

    def keep_file(self, kept: ProposalFile) -> None:
        """Carries the file that was uploaded to the next step, by its id."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # what was posted is a QueryDict
        data[self.add_prefix("kept_file")] = str(kept.pk)
        self.data, self.cleaned_data["kept_file"] = data, kept

    def to_all(self) -> list[str]:
        """All that can be ticked of the host's own, for the first look."""
        return [str(one.pk) for one in self.fields["forums"].queryset if _own(one) and one.pk not in self.taken]  # type: ignore[attr-defined]


def _own(forum: Forum) -> bool:
    return forum.organisation.is_host and not forum.external


def _groups(forums: list[Forum]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The host's own by kind, then other organisations', then those led by somebody else."""
    groups: dict[str, list[tuple[str, str]]] = {}
    order = {kind: place for place, kind in enumerate(ForumKind)}
    for one in sorted(
        forums, key=lambda forum: (forum.external, not forum.organisation.is_host, order[forum.kind], forum.name)
    ):
        if one.external:
            label, name = (
                gettext("Led by somebody else: ask them yourself as well"),
                f"{one.name}, {one.organisation.name}",
            )
        elif one.organisation.is_host:
            label, name = str(one.kind.label), one.name
        else:
            label, name = one.organisation.name, one.name
        groups.setdefault(label, []).append((str(one.pk), name))
    return list(groups.items())


class DeferForm(VersionedForm):
    """Not now: when the proposal is to come back."""

    until = forms.DateField(
        label=_("Ask again on"), error_messages={"required": _("Write the day when the proposal is to come back.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="defer", **kwargs)


class DeclineForm(VersionedForm):
    """No, with the reason."""

    reason = forms.CharField(
        label=_("Why?"), widget=forms.Textarea(attrs={"rows": 2}), help_text=_("The coordinator sees the reason."),
        error_messages={"required": _("Write why, so that the coordinator can find a better way.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="decline", **kwargs)


class WithdrawForm(VersionedForm):
    """The coordinator takes a proposal back."""

    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
