"""What differs between two versions of minutes, word by word, as one reader may see both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from meetings.services.minutes_content import PEOPLE

if TYPE_CHECKING:
    from collections.abc import Mapping

WORD: Final = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Piece:
    """Words that stand in both, only in the older (`gone`) or only in the newer (`new`)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One section that is not the same."""

    heading: str
    pieces: list[Piece]


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """The sections that changed, in the order of the newer version, removed points last. Both contents are complete and masked.

    A point that is restricted in either shows nothing.
    """
    before, after = _sections(old), _sections(new)
    restricted = {key for content in (old, new) for key, item in _items(content) if item["redacted"]}
    found = []
    for key in [*after, *(key for key in before if key not in after)]:
        earlier, later = before.get(key, ("", "")), after.get(key, ("", ""))
        if key not in restricted and earlier != later:
            heading = later[0] or earlier[0]
            found.append(Difference(heading, compare(earlier[1], later[1])))
    return found


def _items(content: Mapping[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(str(item.get("id") or item["number"]), item) for item in content["items"]]


def _sections(content: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    sections = {"": (content["title"], _head(content))}
    for key, item in _items(content):
        mark = f"§ {item['paragraph']}" if item["paragraph"] else f"{item['number']}."
        sections[key] = (f"{mark} {item['title']}", _words(item, content["labels"]))
    return sections


def _head(content: Mapping[str, Any]) -> str:
    labels = content["labels"]
    lines = [content["meeting"]["when"], content["meeting"]["place"], content["quorum"], *content["adjournments"]]
    for group in PEOPLE:
        names = ", ".join(_person(person) for person in content[group])
        lines.append(f"{labels[group]}: {names}" if names else "")
    lines.append(f"{labels['approvers']}: {', '.join(content['approvers'])}" if content["approvers"] else "")
    lines.append(content["approval_place"])
    return "\n".join(filter(None, lines))


def _person(person: Mapping[str, str]) -> str:
    return f"{person['name']} ({person['note']})" if person["note"] else person["name"]


def _words(item: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    lines = [item["title"], item["registry_number"], item["presenter"]]
    lines += [f"{labels['recusal']}: {person['name']}" for person in item["recusals"]]
    lines.append(item["notes"])
    lines += [f"{labels['motion']} {row['name']}: {row['text']} {row['outcome']}" for row in item["motions"]]
    for decision in item["decisions"]:
        lines.append(f"{labels['decision']}: {decision['text']}")
        lines += [decision["vote"], decision["procedure"]]
        lines += [f"{labels['reservation']}: {text}" for text in decision["reservations"]]
    lines += [
        f"{labels['action']} {row['number']}: {row['text']} {labels['owner']}: {row['owner']}. {labels['due']}: {row['due']}"
        for row in item["actions"]
    ]
    lines.append(f"{labels['immediate']} {item['immediate']}" if item["immediate"] else "")
    return "\n".join(filter(None, lines))


def compare(old: str, new: str) -> list[Piece]:
    """Both texts as one row of pieces, word by word."""
    before, after = WORD.findall(old), WORD.findall(new)
    pieces: list[Piece] = []
    for kind, first, last, start, end in SequenceMatcher(None, before, after).get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(after[start:end])))
            continue
        if last > first:
            pieces.append(Piece("gone", "".join(before[first:last])))
        if end > start:
            pieces.append(Piece("new", "".join(after[start:end])))
    return pieces
