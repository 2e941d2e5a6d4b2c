from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from forum.enums import Certainty, SourceKind, Trend
from forum.models import Answer, Forum, Organisation, Person, QuestionSet, Unit
from forum.services.answering import Given
from forum.templatetags.people import person_words
from forum.web.forms import OnceForm, ServiceForm, VersionedForm, enum_field

if TYPE_CHECKING:
    import uuid

    from django.forms import BoundField

    from forum.models import Actor, PictureRecipient, Question, SituationPicture

PARTS: Final = ("text", "trend", "certainty", "kind", "source")
SHORT: Final = {"rows": 3}


class PictureForm(OnceForm):
    """A new round."""

    organisation = forms.ModelChoiceField(label=_("Whose situation picture?"), queryset=Organisation.objects.none())
    title = forms.CharField(
        label=_("What is it called?"),
        max_length=200,
        help_text=_("With its year, for example “Situation picture 2027”."),
    )
    question_set = forms.ModelChoiceField(label=_("Which questions?"), queryset=QuestionSet.objects.none())
    period_starts_on = forms.DateField(label=_("It describes the time from"), required=False)
    period_ends_on = forms.DateField(label=_("To and including"), required=False)
    introduction = forms.CharField(
        label=_("A word to those who are asked"),
        widget=forms.Textarea(attrs=SHORT),
        required=False,
        help_text=_("Why you ask, and what the answers are for. It stands in the letter."),
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sets = QuestionSet.objects.filter(archived_at=None).order_by("code", "-edition").distinct("code")
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]  # ModelChoiceField
        self.fields["question_set"].queryset = QuestionSet.objects.filter(pk__in=sets.values("pk"))  # type: ignore[attr-defined]
        self.fields["organisation"].empty_label = None  # type: ignore[attr-defined]  # as above


class TextsForm(VersionedForm):
    """The three parts by law, what the public gets, and where the annex is kept."""

    title = forms.CharField(label=_("What is it called?"), max_length=200)
    period_starts_on = forms.DateField(label=_("It describes the time from"), required=False)
    period_ends_on = forms.DateField(label=_("To and including"), required=False)
    introduction = forms.CharField(
        label=_("A word to those who are asked"), widget=forms.Textarea(attrs=SHORT), required=False
    )
    mapping = forms.CharField(
        label=_("Mapping"), widget=forms.Textarea(attrs={"rows": 8}), required=False,
        help_text=_("Crime and what it leads to: how much, where, what follows (4 § 1)."),
    )  # fmt: skip
    other = forms.CharField(
        label=_("Other information"), widget=forms.Textarea(attrs={"rows": 6}), required=False,
        help_text=_("What else matters: forums, routines, knowledge, support (4 § 2)."),
    )  # fmt: skip
    analysis = forms.CharField(
        label=_("Analysis"), widget=forms.Textarea(attrs={"rows": 6}), required=False,
        help_text=_("What follows from it, how certain it is, what comes first (4 § 3)."),
    )  # fmt: skip
    public_summary = forms.CharField(
        label=_("Summary for the public"), widget=forms.Textarea(attrs={"rows": 5}), required=False,
        help_text=_("Everybody may read this when you publish it. No places or groups that can be pointed out."),
    )  # fmt: skip
    annex_reference = forms.CharField(
        label=_("Where the secret annex is kept"), max_length=200, required=False,
        help_text=_("Registry number only. The annex itself is never kept here."),
    )  # fmt: skip


class SendForm(VersionedForm):
    """The last day for answers."""

    answer_by = forms.DateField(label=_("Answer no later than"))


class AdoptForm(VersionedForm):
    adopted_by = forms.CharField(
        label=_("Who adopted it?"), max_length=200, help_text=_("For example the municipal executive or the council.")
    )
    adopted_on = forms.DateField(label=_("When?"))
    paragraph = forms.CharField(label=_("§ in the minutes"), max_length=40, required=False)
    registry_number = forms.CharField(label=_("Registry number"), max_length=60, required=False)
    next_due_on = forms.DateField(
        label=_("Next one no later than"),
        required=False,
        help_text=_("Empty = two years after the adoption, the longest that the law allows (2023:196, 6 §)."),
    )


class AskForm(ServiceForm):
    """Who is asked: many at once."""

    forums = forms.ModelMultipleChoiceField(
        label=_("Forums"), queryset=Forum.objects.none(), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=_("The secretary gets the letter, else the chair."),
    )  # fmt: skip
    units = forms.ModelMultipleChoiceField(
        label=_("Units"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple, required=False
    )
    organisations = forms.ModelMultipleChoiceField(
        label=_("Other organisations"), queryset=Organisation.objects.none(), widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    people = forms.ModelMultipleChoiceField(
        label=_("Persons"), queryset=Person.objects.none(), required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )  # fmt: skip
    addresses = forms.CharField(
        label=_("Other e-mail addresses"), widget=forms.Textarea(attrs={"rows": 3, "data-guard": "off"}), required=False,
        help_text=_("One a line, for example a function mailbox."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, picture: SituationPicture, **kwargs: Any) -> None:
        """Who is asked already is not offered again; a kind of which there is nobody is not shown."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        organisation = picture.organisation
        fields["forums"].queryset = Forum.objects.visible_to(actor).active().order_by("name")
        units = Unit.objects.filter(archived_at=None, organisation=organisation).exclude(contact_address="")
        fields["units"].queryset = units.select_related("organisation").order_by("name")
        others = Organisation.objects.exclude(pk=organisation.pk).exclude(contact_address="")
        fields["organisations"].queryset = others.order_by("name")
        people = Person.objects.filter(is_active=True, email__isnull=False, protected=False).order_by("name")
        fields["people"].queryset = people.select_related("organisation")
        fields["people"].label_from_instance = person_words
        for name, of in {
            "forums": "forum",
            "units": "unit",
            "organisations": "organisation",
            "people": "person",
        }.items():
            if not self.is_bound:  # what was sent twice is taken as sent once
                asked = picture.recipients.exclude(**{of: None}).values(of)
                fields[name].queryset = fields[name].queryset.exclude(pk__in=asked)
            if not fields[name].queryset.exists():
                del fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not any(data.get(name) for name in self.fields):
            raise ValidationError(gettext("Choose at least one to ask."))
        return data

    def clean_addresses(self) -> list[str]:
        lines = self.cleaned_data["addresses"].replace(",", "\n").splitlines()
        return [line.strip() for line in lines if line.strip()]


class PassOnForm(ServiceForm):
    address = forms.EmailField(label=_("The colleague's e-mail address"))
    word = forms.CharField(label=_("A word to your colleague"), widget=forms.Textarea(attrs=SHORT), required=False)


class SayNoForm(ServiceForm):
    reason = forms.CharField(label=_("Why?"), widget=forms.Textarea(attrs={"rows": 2}))


def _fields_of(question: Question) -> dict[str, forms.Field]:
    return {
        "text": forms.CharField(label=question.words, required=False, help_text=question.help_words,
                                widget=forms.Textarea(attrs=SHORT)),
        "trend": enum_field(Trend, _("Compared with last time"), required=False),
        "certainty": enum_field(Certainty, _("How sure are you?"), required=False),
        "kind": enum_field(SourceKind, _("What does it rest on?"), required=False),
        "source": forms.CharField(label=_("Source"), required=False, max_length=1000,
                                  help_text=_("For example “statistics of damage, spring 2026”.")),
    }  # fmt: skip


class AnswersForm(VersionedForm):
    """All questions of a round on one page: each with a text, and beside it how sure one is and what it rests on."""

    def __init__(
        self, *args: Any, questions: list[Question], kept: dict[uuid.UUID, Answer] | None = None, **kwargs: Any
    ) -> None:
        self.questions, self.kept = questions, kept or {}
        kwargs["initial"] = {**self._initial(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for question in questions:
            for part, field in _fields_of(question).items():
                self.fields[f"{part}_{question.number}"] = field

    def _initial(self) -> dict[str, Any]:
        words = {}
        for question in self.questions:
            row = self.kept.get(question.pk) or Answer()
            for part in PARTS:
                value = row.source_kind if part == "kind" else getattr(row, part)
                words[f"{part}_{question.number}"] = value
        return words

    @property
    def rows(self) -> list[tuple[Question, BoundField, list[BoundField], bool]]:
        """Question, its text, what stands beside it, and whether that is open from the start."""
        return [
            (
                question,
                self[f"text_{question.number}"],
                [self[f"{part}_{question.number}"] for part in PARTS[1:]],
                question.pk in self.kept,
            )
            for question in self.questions
        ]

    def given(self) -> dict[uuid.UUID, Given]:
        """What the service is asked to keep."""
        data = self.cleaned_data
        return {
            question.pk: Given(
                text=data[f"text_{number}"],
                trend=data[f"trend_{number}"] or Trend.UNKNOWN,
                certainty=data[f"certainty_{number}"] or Certainty.MEDIUM,
                source_kind=data[f"kind_{number}"] or SourceKind.OBSERVATION,
                source=data[f"source_{number}"],
            )
            for question in self.questions
            for number in [question.number]
        }

    def value_of(self, current: PictureRecipient, name: str) -> Any:
        part, _under, number = name.partition("_")
        if part not in PARTS or not number.isdecimal():
            return None
        answer = current.answers.filter(question__number=int(number)).first() or Answer()
        return answer.source_kind if part == "kind" else getattr(answer, part)


class OpenAnswersForm(AnswersForm):
    """The same for an association that came by the open link."""

    name = forms.CharField(
        label=_("For which association do you answer?"), max_length=200,
        help_text=_("Its name, not yours. What you write becomes a public record at the municipality."),
    )  # fmt: skip
