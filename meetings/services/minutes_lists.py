"""What minutes list of themselves: their paragraphs and their documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meetings.services.minutes_content import complete_content

if TYPE_CHECKING:
    from meetings.services.minutes_content import MinutesContent, MinutesDocument


def paragraph_span(content: MinutesContent | dict[str, Any]) -> str:
    """The paragraphs of the minutes: "§ 44", "§§ 44–49", or nothing."""
    numbers = [item["paragraph"] for item in complete_content(content)["items"] if item["paragraph"] is not None]
    if not numbers:
        return ""
    return f"§ {numbers[0]}" if len(set(numbers)) == 1 else f"§§ {min(numbers)}–{max(numbers)}"


def appendix_list(content: MinutesContent | dict[str, Any]) -> list[str]:
    """The documents of the meeting and of its points, as the minutes list them: "§ 44: Budget 2027 (budget.pdf)"."""
    complete = complete_content(content)
    rows = [_named(document) for document in complete["documents"]]
    for item in complete["items"]:
        place = f"§ {item['paragraph']}" if item["paragraph"] else f"{complete['labels']['point']} {item['number']}"
        rows += [f"{place}: {_named(document)}" for document in item["documents"]]
    return rows


def _named(document: MinutesDocument) -> str:
    return f"{document['title']} ({document['file_name']})"
