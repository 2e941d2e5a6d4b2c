"""Resources of what stands."""

from __future__ import annotations

from .agreements import AgreementViewSet
from .consultation import ConsultationReplyViewSet
from .coordinators import CoordinatorViewSet
from .forums import ForumViewSet, MembershipViewSet, SeatViewSet
from .measures import FollowUpViewSet, IndicatorViewSet, MeasureViewSet
from .organisations import OrganisationViewSet, UnitViewSet
from .pictures import AnswerViewSet, FindingViewSet, QuestionSetViewSet, SituationPictureViewSet
from .plans import ActionPlanViewSet, GoalViewSet
from .shares import ShareViewSet
from .support import SupportLineViewSet
from .topics import TopicViewSet
from .training import TargetGroupViewSet, TrainingActivityViewSet

RESOURCES = {
    "organisations": OrganisationViewSet,
    "units": UnitViewSet,
    "forums": ForumViewSet,
    "seats": SeatViewSet,
    "memberships": MembershipViewSet,
    "topics": TopicViewSet,
    "coordinators": CoordinatorViewSet,
    "shares": ShareViewSet,
    "action-plans": ActionPlanViewSet,
    "goals": GoalViewSet,
    "measures": MeasureViewSet,
    "indicators": IndicatorViewSet,
    "follow-ups": FollowUpViewSet,
    "consultation-replies": ConsultationReplyViewSet,
    "question-sets": QuestionSetViewSet,
    "situation-pictures": SituationPictureViewSet,
    "answers": AnswerViewSet,
    "findings": FindingViewSet,
    "support-lines": SupportLineViewSet,
    "target-groups": TargetGroupViewSet,
    "training-activities": TrainingActivityViewSet,
    "agreements": AgreementViewSet,
}
