"""What minutes are made of: the JSON that is frozen with a version, rendered as page and PDF alike.

Every text is ready to read in the language of the minutes, dates included; empty text means nothing to show.
"""

from __future__ import annotations

import copy
import hashlib
import json
from typing import TYPE_CHECKING, Any, Final, Literal, NotRequired, TypedDict, cast

from meetings.services.minutes_labels import minutes_labels

if TYPE_CHECKING:
    from meetings.services.recalled_content import RecalledContent

# Those who attended or did not, by how, in the order in which minutes tell them.
PEOPLE: Final = ("present", "substitutes", "others", "excused", "absent")

MinutesFormName = Literal["formal", "simple", "notes"]


class MinutesPerson(TypedDict):
    name: str
    role: str  # title of the seat: "Skolchef", "Ordförande"
    organisation: str
    note: str  # "på distans", "från punkt 3", "ersätter Anna Ek"


class MinutesMeeting(TypedDict):
    date: str  # "9 november 2026"
    when: str  # "måndag 9 november 2026, kl. 9.00–11.30"
    place: str
    starts_at: str  # ISO 8601 with offset
    ends_at: str


class MinutesDecision(TypedDict):
    number: str
    text: str
    reservations: list[str]
    vote: NotRequired[str]  # "7 ja, 3 nej, 1 avstår"
    procedure: NotRequired[str]  # propositions, who voted how, the casting vote


class MinutesMotion(TypedDict):
    name: str
    role: str
    text: str
    outcome: str  # "Bifall", "Avslag"; empty: not told


class MinutesRecusal(TypedDict):
    """Who took no part in the point (kommunallagen 6:28–32)."""

    name: str
    role: str


class MinutesAction(TypedDict):
    id: str
    number: str
    text: str
    owner: str
    by_function: NotRequired[str]  # the owner without a name, for the public pages
    due: str  # "27 november 2026", "nästa möte", "löpande"


class MinutesDocument(TypedDict):
    title: str
    file_name: str
    checksum: str  # SHA-256 of the file as it was when the minutes were frozen


class MinutesItem(TypedDict):
    number: int  # order on the agenda
    paragraph: int | None
    title: str
    neutral_title: str  # what a reader without access sees; empty: the label `restricted_item`
    registry_number: str
    presenter: str
    notes: str
    decisions: list[MinutesDecision]
    actions: list[MinutesAction]
    follow_up: NotRequired[RecalledContent | None]
    documents: list[MinutesDocument]
    motions: NotRequired[list[MinutesMotion]]
    recusals: NotRequired[list[MinutesRecusal]]
    immediate: NotRequired[str]  # the day when the § was approved at once
    redacted: bool


class MinutesApproval(TypedDict):
    name: str
    role: str
    approved_at: str  # "12 november 2026 kl. 14.05"; empty: not yet


class MinutesPosting(TypedDict):
    """The public notice that formal minutes are approved (kommunallagen 8:9–12)."""

    body: str
    posted_on: str
    taken_down_on: str
    kept_at: str


class MinutesContent(TypedDict):
    language: Literal["sv", "en"]
    form: MinutesFormName
    title: str  # "Protokoll 9 november 2026"
    organisation: str
    forum: str
    version: int
    drawn_up_at: str  # ISO 8601 with offset; also the PDF's date
    correction_of: int | None
    correction_note: str
    meeting: MinutesMeeting
    registry_number: str
    present: list[MinutesPerson]
    substitutes: list[MinutesPerson]
    others: list[MinutesPerson]
    excused: list[MinutesPerson]
    absent: list[MinutesPerson]
    approvers: list[str]
    approval_place: str  # place and date of approval
    approvals: list[MinutesApproval]
    corrections_by: str  # notes: corrections are asked for until this date
    posting: MinutesPosting | None
    quorum: NotRequired[str]
    adjournments: NotRequired[list[str]]  # "10.15–10.30"
    documents: list[MinutesDocument]  # of the meeting as a whole
    items: list[MinutesItem]
    next_meeting: str
    support_lines: NotRequired[list[str]]  # whom people can call, each with the hours as they were checked
    labels: dict[str, str]


EMPTY: MinutesContent = {
    "language": "sv",
    "form": "notes",
    "title": "",
    "organisation": "",
    "forum": "",
    "version": 1,
    "drawn_up_at": "1970-01-01T00:00:00+00:00",
    "correction_of": None,
    "correction_note": "",
    "meeting": {"date": "", "when": "", "place": "", "starts_at": "", "ends_at": ""},
    "registry_number": "",
    "present": [],
    "substitutes": [],
    "others": [],
    "excused": [],
    "absent": [],
    "approvers": [],
    "approval_place": "",
    "approvals": [],
    "corrections_by": "",
    "posting": None,
    "quorum": "",
    "adjournments": [],
    "documents": [],
    "items": [],
    "next_meeting": "",
    "labels": {},
}


def complete_content(content: MinutesContent | dict[str, Any]) -> MinutesContent:
    """A copy in which every key exists, with restricted items reduced: what page and PDF may show.

    Minutes frozen by an older version lack the keys that came later, and an item that is
    marked `redacted` loses everything but its numbers even if the caller left the rest in.
    """
    given = cast("dict[str, Any]", content)
    language = "en" if given.get("language") == "en" else "sv"
    complete = cast("MinutesContent", copy.deepcopy({**EMPTY, **given, "language": language}))
    complete["meeting"] = {**EMPTY["meeting"], **complete["meeting"]}
    complete["labels"] = {**minutes_labels(language), **complete["labels"]}
    complete["items"] = [_complete_item(cast("dict[str, Any]", item), complete["labels"]) for item in complete["items"]]
    return complete


def _complete_item(given: dict[str, Any], labels: dict[str, str]) -> MinutesItem:
    restricted = bool(given.get("redacted"))
    kept = {"neutral_title": given.get("neutral_title") or ""} if restricted else given
    item: dict[str, Any] = {
        "title": kept.get("neutral_title") or labels["restricted_item"],
        "neutral_title": "",
        "registry_number": "",
        "presenter": "",
        "notes": "",
        "decisions": [],
        "actions": [],
        "follow_up": None,
        "documents": [],
        "motions": [],
        "recusals": [],
        "immediate": "",
        **kept,
        "number": given["number"],
        "paragraph": given.get("paragraph"),
        "redacted": restricted,
    }
    item["decisions"] = [
        {"number": "", "reservations": [], "vote": "", "procedure": "", **decision} for decision in item["decisions"]
    ]
    item["actions"] = [{"id": "", "number": "", "owner": "", "due": "", **action} for action in item["actions"]]
    return cast("MinutesItem", item)


def content_checksum(content: MinutesContent | dict[str, Any]) -> str:
    """SHA-256 over the content in canonical JSON, 64 hex digits; the same for page and PDF of one version and one reader's view.

    Restricted items count as what the reader sees of them. The labels, and keys that came after the minutes
    were frozen, stay outside, so that the sum of an old version never changes.
    """
    seen = {key: value for key, value in content.items() if key != "labels"}
    seen["items"] = [
        {key: item.get(key) for key in ("number", "paragraph", "neutral_title", "redacted")}
        if item.get("redacted")
        else item
        for item in cast("list[dict[str, Any]]", content.get("items", []))
    ]
    canonical = json.dumps(seen, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
