"""Who of those whom a calendar invites gets a seat, and whose the unknown mail domains are."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.enums import Office, OrganisationKind
from forum.templatetags.people import person_words
from forum.web.choices import organisation_choices
from forum.web.forms import OnceForm, enum_field
from meetings.services.seat_invited import DomainAnswer, InvitedChoice

if TYPE_CHECKING:
    from django.forms import BoundField

    from forum.services.members import MembersReport
    from meetings.services.invited import InvitedPerson, InvitedPlan
    from meetings.services.invited_domains import UnknownDomain


class InvitedForm(OnceForm):
    """One tick and one office for each person, one organisation for each unknown domain; in faith forums organisations alone."""

    def __init__(self, *args: Any, plan: InvitedPlan, members: MembersReport | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan, self.offered = plan, plan.offered()
        for one in self.offered:
            self.fields[f"take-{_key(one.address)}"] = forms.BooleanField(
                label=one.name, required=False, initial=one.suggested
            )
            self.fields[f"office-{_key(one.address)}"] = enum_field(
                Office, _("Office"), initial=one.office, required=False
            )
        choices = [("", _("Leave them out")), *organisation_choices()[1:]] if plan.domains else []
        for asked in plan.domains:
            self._ask(_key(asked.domain), asked, choices)
        for organisation in plan.organisations:
            self.fields[f"organisation-{organisation.code}"] = forms.BooleanField(
                label=organisation.name, required=False, initial=True
            )
        for membership in plan.missing:
            self.fields[f"leave-{membership.pk.hex}"] = forms.BooleanField(
                label=f"{person_words(membership.person)} ({membership.seat.role_title})", required=False
            )
        if members and members.refused:
            self.fields["without_list"] = forms.BooleanField(
                label=_("Bring the forum in without the list"),
                error_messages={"required": _("Correct the list and begin again, or bring the forum in without it.")},
            )

    def _ask(self, key: str, asked: UnknownDomain, choices: list[Any]) -> None:
        self.fields[f"domain-{key}"] = forms.ChoiceField(
            label=_("Organisation"), choices=choices, required=False, initial=asked.guess
        )
        self.fields[f"name-{key}"] = forms.CharField(label=_("Or a new one: name"), max_length=200, required=False)
        self.fields[f"kind-{key}"] = enum_field(
            OrganisationKind, _("Kind"), initial=OrganisationKind.OTHER, required=False
        )

    def clean(self) -> None:
        for asked in self.plan.domains:
            code, name, _kind = self._typed(asked)
            if name and code and code != asked.guess:
                words = _("Choose an organisation in the list or write a new one, not both.")
                self.add_error(f"name-{_key(asked.domain)}", words)

    def _typed(self, asked: UnknownDomain) -> list[str]:
        """Code, name and kind of an answer."""
        values = (self.cleaned_data.get(f"{field}-{_key(asked.domain)}") for field in ("domain", "name", "kind"))
        return [str(value or "").strip() for value in values]

    def people(self) -> list[tuple[InvitedPerson, BoundField, BoundField]]:
        """Each person with tick and office."""
        keys = ((one, _key(one.address)) for one in self.offered)
        return [(one, self[f"take-{key}"], self[f"office-{key}"]) for one, key in keys]

    def domains(self) -> list[tuple[UnknownDomain, list[BoundField]]]:
        """Each unknown domain with organisation, name of a new one and its kind."""
        keys = ((asked, _key(asked.domain)) for asked in self.plan.domains)
        return [(asked, [self[f"{field}-{key}"] for field in ("domain", "name", "kind")]) for asked, key in keys]

    def organisations(self) -> list[BoundField]:
        """The ticks of a faith forum."""
        return [self[f"organisation-{one.code}"] for one in self.plan.organisations]

    def missing(self) -> list[BoundField]:
        """Those who have a seat and are not invited: tick = leaves it."""
        return [self[f"leave-{one.pk.hex}"] for one in self.plan.missing]

    def choice(self) -> InvitedChoice:
        """What was chosen."""
        offices = {
            one.address: self.cleaned_data[f"office-{_key(one.address)}"] or one.office
            for one in self.offered
            if self.cleaned_data[f"take-{_key(one.address)}"]
        }
        taken = [one.code for one in self.plan.organisations if self.cleaned_data[f"organisation-{one.code}"]]
        answers = {asked.domain: answer for asked in self.plan.domains if (answer := self._answer(asked))}
        leave = [str(one.pk) for one in self.plan.missing if self.cleaned_data[f"leave-{one.pk.hex}"]]
        return InvitedChoice(offices, answers, frozenset(taken), frozenset(leave))

    def _answer(self, asked: UnknownDomain) -> DomainAnswer | None:
        """A new name counts before the organisation that was only guessed."""
        code, name, kind = self._typed(asked)
        if name:
            return DomainAnswer(name=name, kind=OrganisationKind(kind or OrganisationKind.OTHER))
        return DomainAnswer(code=code) if code else None


def _key(word: str) -> str:
    """The same for the same address, whoever else has come or gone since the page was shown."""
    return hashlib.sha256(word.encode()).hexdigest()[:12]
