"""Resources of what stands."""

from __future__ import annotations

from .agreements import AgreementViewSet
from .forums import ForumViewSet, MembershipViewSet, SeatViewSet
from .organisations import OrganisationViewSet, UnitViewSet
from .plans import ActionPlanViewSet, FollowUpViewSet, GoalViewSet, IndicatorViewSet, MeasureViewSet
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
    "shares": ShareViewSet,
    "action-plans": ActionPlanViewSet,
    "goals": GoalViewSet,
    "measures": MeasureViewSet,
    "indicators": IndicatorViewSet,
    "follow-ups": FollowUpViewSet,
    "support-lines": SupportLineViewSet,
    "target-groups": TargetGroupViewSet,
    "training-activities": TrainingActivityViewSet,
    "agreements": AgreementViewSet,
}
