"""Forms of an agreement and of its follow-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.enums import STANDING_PLANS
from forum.models import ActionPlan, Forum, Organisation, Topic
from forum.web.choices import PersonField
from forum.web.forms import OnceForm, VersionedForm

if TYPE_CHECKING:
    import uuid

    from django.db.models import QuerySet

    from forum.models import Actor, AgreementParty

BEFORE_SIGNING = (
    *("title", "parties", "purposes", "areas", "topic", "forums", "plan", "registry_number", "url", "signed_on"),
    *("valid_from", "valid_to", "follow_up_on", "signatory"),
)


class AgreementFields(forms.Form):
    title = forms.CharField(label=gettext_lazy("What is the agreement called?"), max_length=200)
    parties = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Other parties"), queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checks"}),
    )  # fmt: skip
    purposes = forms.CharField(
        label=gettext_lazy("Purposes"),
        widget=forms.Textarea,
        help_text=gettext_lazy("The law asks for them (2023:196, 9 §)."),
    )
    areas = forms.CharField(
        label=gettext_lazy("Areas"),
        widget=forms.Textarea,
        help_text=gettext_lazy("The law asks for them (2023:196, 9 §)."),
    )
    topic = forms.ModelChoiceField(label=gettext_lazy("Topic"), queryset=Topic.objects.none(), required=False)
    forums = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Carried out in these forums"), queryset=Forum.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "checks"}),
    )  # fmt: skip
    registry_number = forms.CharField(label=gettext_lazy("Registry number"), max_length=60, required=False)
    url = forms.URLField(label=gettext_lazy("Where the text is"), max_length=300, required=False, assume_scheme="https")
    signed_on = forms.DateField(
        label=gettext_lazy("Signed by all"), required=False,
        help_text=gettext_lazy("YYYY-MM-DD. Until then it is a draft that the other parties don't see here."),
    )  # fmt: skip
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), required=False)
    valid_to = forms.DateField(
        label=gettext_lazy("Valid to and including"),
        required=False,
        help_text=gettext_lazy("Empty = until further notice."),
    )
    follow_up_on = forms.DateField(label=gettext_lazy("Next follow-up"), required=False)
    plan = forms.ModelChoiceField(
        label=gettext_lazy("Action plan that carries it out"), queryset=ActionPlan.objects.none(), required=False
    )
    signatory = forms.CharField(
        label=gettext_lazy("Who signs for the one that keeps it?"), max_length=200, required=False,
        help_text=gettext_lazy("The function, for example chair of the executive committee."),
    )  # fmt: skip
    keeper = PersonField(
        label=gettext_lazy("Who is reminded?"), required=False,
        help_text=gettext_lazy("Nobody chosen = the organisation's coordinators."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["parties"].queryset = Organisation.objects.order_by("name")
        fields["topic"].queryset = Topic.objects.visible_to(actor).order_by("name")
        fields["forums"].queryset = Forum.objects.visible_to(actor).active().order_by("name")
        plans = ActionPlan.objects.visible_to(actor).select_related("organisation")
        plans = plans.filter(Q(state__in=STANDING_PLANS) | Q(pk=getattr(self.initial.get("plan"), "pk", None)))
        fields["plan"].queryset = plans.order_by("title", "-edition")
        fields["plan"].label_from_instance = plan_words
        fields["keeper"].keep(self.initial.get("keeper"))


class NewAgreementForm(AgreementFields, OnceForm):
    organisation = forms.ModelChoiceField(label=gettext_lazy("Kept by"), queryset=Organisation.objects.none())
    field_order = ("title", "organisation")

    def __init__(self, *args: Any, organisations: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # ModelChoiceField
        self.fields["organisation"].initial = organisations.first()


class AgreementForm(AgreementFields, VersionedForm):
    """Besides, one field per party: the function that signs for it."""

    def __init__(self, *args: Any, known: list[AgreementParty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for party in known:
            label = _("Who signs for %(organisation)s?") % {"organisation": party.organisation.name}
            self.fields[f"signs_{party.organisation_id}"] = forms.CharField(
                label=label, max_length=200, required=False, initial=party.signatory
            )
        self.known = known
        self.order_fields([*BEFORE_SIGNING, *(f"signs_{party.organisation_id}" for party in known)])

    def signatories(self, data: dict[str, Any]) -> dict[uuid.UUID, str]:
        return {one.organisation_id: data.pop(f"signs_{one.organisation_id}") for one in self.known}

    def value_of(self, current: Any, name: str) -> Any:
        if name.startswith("signs_"):
            signing = {f"signs_{one.organisation_id}": one.signatory for one in current.parties.all()}
            return signing.get(name)
        ties = {"parties": (current.parties, "organisation"), "forums": (current.forum_ties, "forum")}
        if name in ties:
            rows, other = ties[name]
            return list(rows.values_list(other, flat=True))
        return super().value_of(current, name)


class FollowUpForm(VersionedForm):
    held_on = forms.DateField(label=gettext_lazy("Day"), initial=timezone.localdate)
    outcome = forms.CharField(label=gettext_lazy("What did it find?"), widget=forms.Textarea)
    next_on = forms.DateField(label=gettext_lazy("Next follow-up"), required=False)

    def value_of(self, current: Any, name: str) -> Any:
        return current.follow_up_on if name == "next_on" else self.words_of(name)


def plan_words(plan: ActionPlan) -> str:
    return _("%(title)s, edition %(edition)d") % {"title": plan.title, "edition": plan.edition}
