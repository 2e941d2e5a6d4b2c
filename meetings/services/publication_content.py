"""What the public gets of minutes: functions instead of names, points that were not open reduced, single paragraphs masked.

It is made anew from the frozen content, so that what is masked stands neither on the page nor inside the PDF.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from meetings.services.minutes_content import EMPTY, PEOPLE
from meetings.services.minutes_view import content_as_seen

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    Change = Callable[[str, str, str], str]

# Only what is named here is ever published: what minutes come to hold later stays inside until somebody has thought about it.
OF_MINUTES: Final = frozenset(EMPTY) - {"documents", "corrections_by"} | {"quorum", "adjournments", "support_lines"}
OF_POINT: Final = frozenset(
    {
        "number",
        "paragraph",
        "title",
        "neutral_title",
        "registry_number",
        "presenter",
        "notes",
        "decisions",
        "actions",
        "follow_up",
        "motions",
        "recusals",
        "immediate",
        "redacted",
    }
)
OF_DECISION: Final = frozenset({"number", "text", "reservations", "vote", "procedure"})
OF_ACTION: Final = frozenset({"number", "text", "by_function", "due"})
BLANK_LINES: Final = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class Part:
    """One text that can be masked by itself. `key` holds as long as the version of the minutes does."""

    key: str
    kind: str
    text: str


def public_content(
    content: Mapping[str, Any], *, masks: Mapping[str, str], names: bool, protected: Collection[str] = ()
) -> dict[str, Any]:
    """The content of minutes for everybody. `protected`: names that are hidden even where names are shown."""
    seen = _publishable(content_as_seen(content))
    with override(seen["language"]):
        shown = _people(seen, names=names, protected=protected)
        masked = {part.key: masks[part.key] for part in parts_of(shown) if part.key in masks}
        words = {key: _mask_words(provision) for key, provision in masked.items()}
        result = rewrite(shown, lambda key, _kind, text: words.get(key, text))
    return {**result, "masked": masked}


def parts_of(content: Mapping[str, Any]) -> list[Part]:
    """All texts that can be masked, in the order in which they stand; `content` as the public sees it."""
    found: list[Part] = []

    def note(key: str, kind: str, text: str) -> str:
        found.append(Part(key, kind, text))
        return text

    rewrite(content, note)
    return found


def rewrite(content: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """A copy in which each text that people wrote went through `change(key, kind, text)`."""
    new = copy.deepcopy(dict(content))
    new["meeting"]["place"] = _changed(change, "place", "place", new["meeting"]["place"])
    new["approval_place"] = _changed(change, "approval_place", "place", new["approval_place"])
    new["correction_note"] = _changed(change, "correction", "correction", new["correction_note"])
    for item in new["items"]:
        if not item["redacted"]:
            _rewrite_item(item, str(item["number"]), change)
    return new


def _changed(change: Change, key: str, kind: str, text: str) -> str:
    return change(key, kind, text) if text else text


def _rewrite_item(item: dict[str, Any], at: str, change: Change) -> None:
    for name in ("title", "registry_number", "presenter"):
        item[name] = _changed(change, f"{at}/{name}", name, item[name])
    _rewrite_follow_up(item.get("follow_up"), f"{at}/recalled", change)
    texts = [text for text in BLANK_LINES.split(item["notes"]) if text.strip()]
    item["notes"] = "\n\n".join(change(f"{at}/notes/{number}", "notes", text) for number, text in enumerate(texts))
    for number, decision in enumerate(item["decisions"]):
        key = f"{at}/decision/{number}"
        decision["text"] = _changed(change, key, "decision", decision["text"])
        decision["reservations"] = [
            _changed(change, f"{key}/{index}", "reservation", text)
            for index, text in enumerate(decision["reservations"])
        ]
        if decision.get("procedure"):
            decision["procedure"] = change(f"{key}/procedure", "procedure", decision["procedure"])
    for number, motion in enumerate(item.get("motions", [])):
        motion["text"] = _changed(change, f"{at}/motion/{number}", "motion", motion["text"])
    for number, action in enumerate(item["actions"]):
        action["text"] = _changed(change, f"{at}/action/{number}", "action", action["text"])


def _rewrite_follow_up(said: dict[str, Any] | None, at: str, change: Change) -> None:
    if not said:
        return
    for number, decision in enumerate(said["decisions"]):
        decision["text"] = _changed(change, f"{at}/{number}", "recalled", decision["text"])
        for index, action in enumerate(decision["actions"]):
            action["text"] = _changed(change, f"{at}/{number}/{index}", "recalled", action["text"])
    for index, action in enumerate(said["actions"]):
        action["text"] = _changed(change, f"{at}/actions/{index}", "recalled", action["text"])


def _publishable(content: dict[str, Any]) -> dict[str, Any]:
    """What is named above and nothing else. Documents are asked for by whoever wants them; their names stay here."""
    items = []
    for given in content["items"]:
        item = _only(given, OF_POINT)
        item["decisions"] = [_only(row, OF_DECISION) for row in item["decisions"]]
        item["actions"] = [_only(row, OF_ACTION) for row in item["actions"]]
        items.append(item)
    return {**_only(content, OF_MINUTES), "items": items}


def _only(given: Mapping[str, Any], keys: Collection[str]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key in keys}


def _people(content: dict[str, Any], *, names: bool, protected: Collection[str]) -> dict[str, Any]:
    """Those who attended and approved, by function, and by name where names are shown; owners of actions always by function."""
    new = copy.deepcopy(content)
    for group in PEOPLE:
        new[group] = [_person(person, hidden=not names or person["name"] in protected) for person in new[group]]
        for person in new[group]:
            person["note"] = "" if any(name in person["note"] for name in protected) else person["note"]
    new["approvals"] = [_approval(row, hidden=not names or row["name"] in protected) for row in new["approvals"]]
    new["approvers"] = [", ".join(filter(None, (row["name"], row["role"]))) for row in new["approvals"]]
    for item in new["items"]:
        for group in ("motions", "recusals"):
            rows = item.get(group, [])
            item[group] = [_by_function(row) if not names or row["name"] in protected else row for row in rows]
        _owners_by_function(item)
    return new


def _person(person: dict[str, str], *, hidden: bool) -> dict[str, str]:
    if not hidden:
        return dict(person)
    return {"name": person["role"] or _("Guest"), "role": "", "organisation": person["organisation"], "note": ""}


def _approval(row: dict[str, str], *, hidden: bool) -> dict[str, str]:
    return _by_function(row) if hidden else dict(row)


def _by_function(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "name": row["role"], "role": ""}


def _owners_by_function(item: dict[str, Any]) -> None:
    for action in item["actions"]:
        action["owner"] = action.pop("by_function", "")
    said = item.get("follow_up")
    recalled = (
        [*said["actions"], *(row for decision in said["decisions"] for row in decision["actions"])] if said else []
    )
    for action in recalled:
        action["owner"] = ""


def _mask_words(provision: str) -> str:
    return _("Masked before publication: %(provision)s") % {"provision": provision}
