from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.models import Forum
from forum.web.forms import ServiceForm, enum_field
from meetings.enums import Rhythm, SearchKind
from meetings.selectors.search import Terms
from meetings.selectors.search_words import LONGEST, clean_words

if TYPE_CHECKING:
    from forum.models import Actor


class SearchForm(ServiceForm):
    """What stands in the address of a search. What can't be chosen is left out rather than refused, so that old links still find."""

    q = forms.CharField(
        label=_("Search for"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *SearchKind.choices])
    forum = forms.ChoiceField(label=_("Forum"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation that leads it"), required=False)
    since = forms.DateField(label=_("From day"), required=False)
    until = forms.DateField(label=_("To day"), required=False)

    def offer(self, actor: Actor) -> None:
        """The forums that the reader may know, and who leads them."""
        known = list(
            Forum.objects.visible_to(actor)
            .order_by("name")
            .values_list("slug", "name", "organisation__code", "organisation__name")
        )
        leading = sorted({(code, name) for *_rest, code, name in known}, key=lambda pair: pair[1])
        self.fields["forum"].choices = [("", _("All forums")), *((slug, name) for slug, name, *_rest in known)]  # type: ignore[attr-defined]  # ChoiceField
        self.fields["organisation"].choices = [("", _("All organisations")), *leading]  # type: ignore[attr-defined]  # as above

    def terms(self) -> Terms:
        """What is to be searched; a field that is wrong counts as empty."""
        self.full_clean()
        data: dict[str, Any] = self.cleaned_data
        return Terms(
            words=clean_words(data.get("q", "")),
            kind=SearchKind(data["kind"]) if data.get("kind") else None,
            forum=data.get("forum", ""),
            organisation=data.get("organisation", ""),
            since=data.get("since"),
            until=data.get("until"),
        )


class RhythmForm(ServiceForm):
    rhythm = enum_field(Rhythm, _("How often"), initial=Rhythm.DAILY)
