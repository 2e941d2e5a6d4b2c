"""What is told of a calendar that came in, as plain values that can be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

if TYPE_CHECKING:
    from meetings.services.adopt import AdoptionReport

SHOWN: Final = 50


def told_report(report: AdoptionReport, left_out: list[str]) -> dict[str, Any]:
    """New, changed and vanished meetings, new people and seats, what was left out and why; moments as ISO 8601 in UTC."""
    merged, now = report.merged, timezone.now()
    parts = [part for part in (report.members, report.invited) if part]
    return {
        "name": report.forum.name,
        "slug": report.forum.slug,
        "new": len(merged.new),
        "changed": len(merged.changed),
        "vanished": len(merged.vanished),
        "gone": [meeting.starts_at.isoformat() for meeting in merged.vanished[:SHOWN]],
        "ahead": sum(meeting.starts_at >= now for meeting in merged.new),
        "people": sum(len(part.new_people) for part in parts),
        "seats": sum(len(part.new_seats) for part in parts),
        "left": report.invited.left if report.invited else 0,
        "left_out": left_out[:SHOWN],
        "skipped": report.plan.skipped[:SHOWN],
        "skipped_count": len(report.plan.skipped),
        "warnings": report.plan.warnings[:SHOWN],
    }
