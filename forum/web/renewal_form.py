from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forum.enums import Renewed
from forum.models import Person
from forum.services.renewal import SeatChoice, coming_term
from forum.templatetags.people import person_words
from forum.web.forms import OnceForm, VersionedForm

if TYPE_CHECKING:
    import uuid

    from forum.models import Membership, Seat


class RenewalForm(OnceForm):
    """All seats of a forum for a new term: one group of fields per seat, named by its id."""

    starts_on = forms.DateField(label=_("First day of the new term"))
    ends_on = forms.DateField(
        label=_("To and including"), required=False, help_text=_("YYYY-MM-DD. Empty = until further notice.")
    )
    invite = forms.BooleanField(label=_("Send newcomers an invitation to sign in"), required=False)

    def __init__(self, *args: Any, seats: list[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = seats
        self.initial["starts_on"], self.initial["ends_on"] = coming_term(timezone.localdate())
        organisations = {seat.organisation_id for seat in seats}
        people = Person.objects.filter(organisation__in=organisations, is_active=True, protected=False)
        self.known = {str(person.pk): person for person in people.order_by("name", "pk")}
        for seat in seats:
            self._add_seat(seat)

    def _add_seat(self, seat: Seat) -> None:
        key, holder = seat.pk.hex, _holder(seat)
        same = [one for one in self.known.values() if one.organisation_id == seat.organisation_id]
        people = [("", _("Nobody chosen")), *((str(one.pk), person_words(one)) for one in same)]
        says = [choice for choice in Renewed.choices if holder or choice[0] != Renewed.KEEP]
        said = Renewed.KEEP if holder and holder.person.is_active else Renewed.VACATE
        if holder and holder.starts_on > timezone.localdate():
            said = Renewed.UNTOUCHED
        self.fields |= {
            f"{key}_holder": forms.UUIDField(
                widget=forms.HiddenInput, required=False, initial=holder.pk if holder else None
            ),
            f"{key}_what": forms.TypedChoiceField(label=_("In the new term"), choices=says, coerce=Renewed, initial=said),
            f"{key}_person": forms.ChoiceField(label=_("Somebody in the list"), choices=people, required=False),
            f"{key}_name": forms.CharField(label=_("Or somebody new: name"), max_length=200, required=False),
            f"{key}_email": forms.EmailField(
                label=_("E-mail address"),
                required=False,
                error_messages={"invalid": _("Write a complete e-mail address, for example name@example.org.")},
            ),
        }  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """Per seat what the page shows: the seat, its holder and its bound fields."""
        names = ("holder", "what", "person", "name", "email")
        return [
            {"seat": seat, "held": _holder(seat), **{name: self[f"{seat.pk.hex}_{name}"] for name in names}}
            for seat in self.seats
        ]

    def choices(self) -> list[SeatChoice]:
        """What was chosen for each seat."""
        return [self._choice(seat) for seat in self.seats]

    def _choice(self, seat: Seat) -> SeatChoice:
        said: dict[str, Any] = {
            name: self.cleaned_data[f"{seat.pk.hex}_{name}"] for name in ("holder", "what", "person", "name", "email")
        }
        holder: uuid.UUID | None = said.pop("holder")
        return SeatChoice(seat=seat, holder=holder, **(said | {"person": self.known.get(said["person"])}))


def _holder(seat: Seat) -> Membership | None:
    holders: list[Membership] = seat.holders  # type: ignore[attr-defined]  # read by `seats_to_renew`
    return holders[-1] if holders else None


class TermForm(VersionedForm):
    """Until when a holder's next term lasts."""

    ends_on = forms.DateField(
        label=_("To and including"), required=False, help_text=_("YYYY-MM-DD. Empty = until further notice.")
    )
