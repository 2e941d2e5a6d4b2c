"""Resources of what happens on a date."""

from __future__ import annotations

from .agenda import AgendaItemViewSet
from .documents import DocumentViewSet
from .meetings import MeetingSeriesViewSet, MeetingViewSet
from .minutes import MinutesViewSet
from .outcomes import ActionItemViewSet, DecisionViewSet
from .placements import PlacementViewSet

RESOURCES = {
    "placements": PlacementViewSet,
    "meeting-series": MeetingSeriesViewSet,
    "meetings": MeetingViewSet,
    "agenda-items": AgendaItemViewSet,
    "decisions": DecisionViewSet,
    "action-items": ActionItemViewSet,
    "minutes": MinutesViewSet,
    "documents": DocumentViewSet,
}
