from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django_filters import CharFilter, ChoiceFilter, UUIDFilter
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from forum.enums import Certainty, FindingPriority, FindingStatus, QuestionPart, SourceKind, Trend
from forum.models import Answer, Finding, Question, QuestionSet, SituationPicture

from .filtering import ResourceFilter
from .serializing import CamelSerializer, Code, Moment, OrganisationReference, ResourceSerializer
from .views import ReadViewSet

if TYPE_CHECKING:
    from django.db.models import QuerySet


QUESTION = ("id", "number", "part", "text", "text_en", "hint", "hint_en")


class PicturesViewSet(ReadViewSet):
    scope = "pictures:read"


class QuestionSerializer(CamelSerializer):
    """One question of a set. The English texts are empty when nobody wrote them."""

    id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="Its name between editions: rounds are compared by it.")
    part = Code(QuestionPart)
    text = serializers.CharField()
    text_en = serializers.CharField()
    hint = serializers.CharField()
    hint_en = serializers.CharField()


class QuestionSetSerializer(ResourceSerializer):
    path = "question-sets"
    collections: ClassVar = {"situationPictures": ("situation-pictures", "question_set")}

    code = serializers.CharField()
    edition = serializers.IntegerField(help_text="An edition never changes; a change is the next edition of the code.")
    name = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # a field of the body, not of the serializer
    archived_at = Moment(allow_null=True, help_text="Not asked in new rounds any more.")
    questions = QuestionSerializer(many=True, source="question_rows")


class QuestionSetFilter(ResourceFilter):
    code = CharFilter(label="The code, the same for all editions.")


class QuestionSetViewSet(PicturesViewSet):
    """The questions that rounds ask, all editions; the same for every client."""

    queryset = QuestionSet.objects.none()
    collection = "questionSets"
    serializer_class = QuestionSetSerializer
    filterset_class = QuestionSetFilter
    lookup_url_kwarg = "questionSetId"

    def visible_rows(self) -> QuerySet[Any]:
        asked = Question.objects.filter(question_set=OuterRef("pk")).order_by("number")
        rows = asked.values(json=JSONObject(**{name: name for name in QUESTION}))
        found: QuerySet[Any] = QuestionSet.objects.visible_to(self.actor).annotate(question_rows=ArraySubquery(rows))
        return found


class TrendCountSerializer(CamelSerializer):
    """How many said so; null: fewer than five, or hidden since the sum would give such a number away."""

    better = serializers.IntegerField(allow_null=True)
    same = serializers.IntegerField(allow_null=True)
    worse = serializers.IntegerField(allow_null=True)
    unknown = serializers.IntegerField(allow_null=True)


class CertaintyCountSerializer(CamelSerializer):
    """How many were how sure; null as above."""

    high = serializers.IntegerField(allow_null=True)
    medium = serializers.IntegerField(allow_null=True)
    low = serializers.IntegerField(allow_null=True)


class QuestionCountSerializer(CamelSerializer):
    number = serializers.IntegerField(help_text="Of the question in its set.")
    answers = serializers.IntegerField(allow_null=True, help_text="How many answered; null: fewer than five.")
    trend = TrendCountSerializer()
    certainty = CertaintyCountSerializer()


class AskedEditionSerializer(CamelSerializer):
    code = serializers.CharField()
    edition = serializers.IntegerField()


class PictureCountsSerializer(CamelSerializer):
    """As it was when it was published. Saved as a file, it can be brought in by another installation to compare with."""

    format = serializers.CharField()
    municipality = serializers.CharField()
    title = serializers.CharField()
    question_set = AskedEditionSerializer()
    questions = QuestionCountSerializer(many=True)


class SituationPictureSerializer(ResourceSerializer):
    """What is public of a situation picture: the summary, the adoption, and numbers without small ones."""

    path = "situation-pictures"
    related: ClassVar = {
        "topic": ("topics", "topic_id"),
        "organisation": ("organisations", "organisation_id"),
        "questionSet": ("question-sets", "question_set_id"),
    }
    collections: ClassVar = {
        "answers": ("answers", "situation_picture"),
        "findings": ("findings", "situation_picture"),
    }

    topic_id = serializers.UUIDField(help_text="Readable when the topic stands on the agenda of a forum of yours.")
    topic_name = serializers.CharField(source="topic.name")
    organisation = OrganisationReference(help_text="Whose picture it is.")
    question_set_id = serializers.UUIDField()
    number = serializers.IntegerField(help_text="Runs per topic and organisation.")
    title = serializers.CharField()
    period_starts_on = serializers.DateField(allow_null=True, help_text="The time that it describes.")
    period_ends_on = serializers.DateField(allow_null=True)
    public_summary = serializers.CharField()
    published_at = Moment()
    adopted_by = serializers.CharField()
    adopted_on = serializers.DateField()
    paragraph = serializers.CharField()
    registry_number = serializers.CharField()
    next_due_on = serializers.DateField(help_text="Within two years of the adoption (2023:196, 6 §).")
    counts = serializers.SerializerMethodField()

    @extend_schema_field(PictureCountsSerializer)
    def get_counts(self, picture: SituationPicture) -> Any:
        return picture.counts


class SituationPictureFilter(ResourceFilter):
    topic = UUIDFilter(label="Id of the topic.")
    organisation = UUIDFilter(label="Id of the organisation whose picture it is.")
    question_set = UUIDFilter(label="Id of the question set.")


class SituationPictureViewSet(PicturesViewSet):
    """Adopted situation pictures whose summary is published; the same for every client. What they say in full stays inside."""

    queryset = SituationPicture.objects.none()
    collection = "situationPictures"
    serializer_class = SituationPictureSerializer
    filterset_class = SituationPictureFilter
    lookup_url_kwarg = "situationPictureId"

    def visible_rows(self) -> QuerySet[Any]:
        return SituationPicture.objects.visible_to(self.actor).select_related("organisation", "topic")


class AnswerSerializer(ResourceSerializer):
    """One answer to one question. Who wrote it stays inside."""

    path = "answers"
    related: ClassVar = {"situationPicture": ("situation-pictures", "picture_id"), "unit": ("units", "unit_id")}
    collections: ClassVar = {"findings": ("findings", "answer")}

    situation_picture_id = serializers.UUIDField(source="picture_id", help_text="Readable when it is published.")
    question_id = serializers.UUIDField(help_text="Stands in the question set.")
    unit_id = serializers.UUIDField(allow_null=True, help_text="The unit that was asked; null: the organisation.")
    text = serializers.CharField()
    trend = Code(Trend)
    certainty = Code(Certainty)
    source_kind = Code(SourceKind)
    source = serializers.CharField()  # type: ignore[assignment]  # a field of the body, not of the serializer


class AnswerFilter(ResourceFilter):
    situation_picture = UUIDFilter(field_name="picture", label="Id of the situation picture.")
    question = UUIDFilter(label="Id of the question.")


class AnswerViewSet(PicturesViewSet):
    """What the client's own organisation answered, from the first word that it saves on; never the answers of others."""

    queryset = Answer.objects.none()
    collection = "answers"
    serializer_class = AnswerSerializer
    filterset_class = AnswerFilter
    lookup_url_kwarg = "answerId"

    def visible_rows(self) -> QuerySet[Any]:
        return Answer.objects.visible_to(self.actor)


class FindingSerializer(ResourceSerializer):
    """Something that is lacking. Its measures, their decisions and actions follow by the links."""

    path = "findings"
    related: ClassVar = {
        "topic": ("topics", "topic_id"),
        "situationPicture": ("situation-pictures", "picture_id"),
        "answer": ("answers", "answer_id"),
        "unit": ("units", "unit_id"),
    }
    collections: ClassVar = {"measures": ("measures", "finding")}

    topic_id = serializers.UUIDField()
    situation_picture_id = serializers.UUIDField(
        source="picture_id", allow_null=True, help_text="Where it was found; readable when it is published."
    )
    answer_id = serializers.UUIDField(
        allow_null=True, help_text="What it was found in; readable when it is your organisation's answer."
    )
    unit_id = serializers.UUIDField(allow_null=True, help_text="The unit that has to act; null: the organisation.")
    number = serializers.IntegerField(help_text="Runs per topic and organisation.")
    text = serializers.CharField()
    priority = Code(FindingPriority)
    status = Code(FindingStatus)
    reason = serializers.CharField(help_text="Why nothing more is to be done.")


class FindingFilter(ResourceFilter):
    topic = UUIDFilter(label="Id of the topic.")
    situation_picture = UUIDFilter(field_name="picture", label="Id of the situation picture.")
    answer = UUIDFilter(label="Id of the answer that it was found in.")
    status = ChoiceFilter(choices=FindingStatus.choices, label="Where it stands.")


class FindingViewSet(PicturesViewSet):
    """What the client's own organisation has to act on."""

    queryset = Finding.objects.none()
    collection = "findings"
    serializer_class = FindingSerializer
    filterset_class = FindingFilter
    lookup_url_kwarg = "findingId"

    def visible_rows(self) -> QuerySet[Any]:
        return Finding.objects.visible_to(self.actor)
