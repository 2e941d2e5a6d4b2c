"""Minutes to render: one council, its people and one item after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetings.services.minutes_labels import minutes_labels

if TYPE_CHECKING:
    from meetings.services.minutes_content import (
        MinutesAction,
        MinutesContent,
        MinutesDecision,
        MinutesItem,
        MinutesPerson,
    )

SWEDISH = {
    "page": "Sida {page} av {pages}",
    "decision": "Beslut",
    "action": "Uppdrag",
    "restricted_item": "Sekretessärende",
    "certified_extract": "Utdragsbestyrkande",
}


def person(name: str, role: str, organisation: str, note: str = "") -> MinutesPerson:
    return {"name": name, "role": role, "organisation": organisation, "note": note}


def decision(text: str, *reservations: str) -> MinutesDecision:
    return {"number": "", "text": text, "reservations": list(reservations)}


def action(number: str, text: str) -> MinutesAction:
    return {
        "id": f"action-{number}",
        "number": number,
        "text": text,
        "owner": "Skolchef, Utbildningskontoret",
        "due": "27 november 2026",
    }


def item(number: int, **given: Any) -> MinutesItem:
    plain: MinutesItem = {
        "number": number,
        "paragraph": 43 + number,
        "title": f"Ärende {number}",
        "neutral_title": "",
        "registry_number": "KS 2026/0412",
        "presenter": "Säkerhetssamordnare",
        "notes": "Samordnaren föredrar.",
        "decisions": [],
        "actions": [],
        "documents": [],
        "redacted": False,
    }
    return {**plain, **given}  # type: ignore[typeddict-item]  # the keys are the test's own


def minutes(**given: Any) -> MinutesContent:
    plain: MinutesContent = {
        "language": "sv",
        "form": "formal",
        "title": "Protokoll 9 november 2026",
        "organisation": "Strängnäs kommun",
        "forum": "Brottsförebyggande rådet",
        "version": 1,
        "drawn_up_at": "2026-11-10T08:30:00+01:00",
        "correction_of": None,
        "correction_note": "",
        "meeting": {
            "date": "9 november 2026",
            "when": "Måndag 9 november 2026, kl. 9.00–11.15",
            "place": "Stadshuset",
            "starts_at": "2026-11-09T09:00:00+01:00",
            "ends_at": "2026-11-09T11:15:00+01:00",
        },
        "registry_number": "KS 2026/0412",
        "present": [
            person("Karin Ordförande", "Ordförande", "Strängnäs kommun"),
            person("Mikael Ledamot", "Kommunpolis", "Polisen", "på distans"),
        ],
        "substitutes": [],
        "others": [],
        "excused": [person("Eva Ersättare", "Ersättare", "Polisen")],
        "absent": [],
        "approvers": ["Mikael Ledamot"],
        "approval_place": "Stadshuset, 16 november 2026",
        "approvals": [
            {"name": "Karin Ordförande", "role": "Ordförande", "approved_at": ""},
            {"name": "Mikael Ledamot", "role": "Justerande", "approved_at": ""},
        ],
        "corrections_by": "",
        "posting": None,
        "documents": [],
        "items": [item(1, decisions=[decision("Rådet ställer sig bakom planen.")])],
        "next_meeting": "10 februari 2027",
        "labels": {**minutes_labels("en"), **SWEDISH},
    }
    return {**plain, **given}  # type: ignore[typeddict-item]  # the keys are the test's own
