"""Every resource of the API with its scope and the name of its rows."""

from __future__ import annotations

RESOURCES = {
    "organisations": ("organisations:read", "organisations"),
    "units": ("organisations:read", "units"),
    "forums": ("forums:read", "forums"),
    "seats": ("forums:read", "seats"),
    "memberships": ("forums:read", "memberships"),
    "topics": ("topics:read", "topics"),
    "placements": ("topics:read", "placements"),
    "question-sets": ("pictures:read", "questionSets"),
    "situation-pictures": ("pictures:read", "situationPictures"),
    "answers": ("pictures:read", "answers"),
    "findings": ("pictures:read", "findings"),
    "support-lines": ("support:read", "supportLines"),
    "target-groups": ("training:read", "targetGroups"),
    "training-activities": ("training:read", "trainingActivities"),
    "agreements": ("agreements:read", "agreements"),
    "shares": ("meetings:read", "shares"),
    "meeting-series": ("meetings:read", "meetingSeries"),
    "meetings": ("meetings:read", "meetings"),
    "agenda-items": ("meetings:read", "agendaItems"),
    "decisions": ("meetings:read", "decisions"),
    "action-items": ("actions:read", "actionItems"),
    "minutes": ("meetings:read", "minutes"),
    "documents": ("documents:read", "documents"),
    "action-plans": ("plans:read", "actionPlans"),
    "goals": ("plans:read", "goals"),
    "measures": ("plans:read", "measures"),
    "indicators": ("plans:read", "indicators"),
    "follow-ups": ("plans:read", "followUps"),
}
