"""What a question's file would do here: each part new, the same, or other than what is here. Reading only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.text import slugify
from django.utils.translation import gettext as _

from forum.enums import WRITABLE_PLANS, ExchangeState, ForumKind, MeasureLevel, PlanState, QuestionPart
from forum.models import ActionPlan, Forum, Organisation, QuestionSet, Topic
from forum.services.question_sets import QUESTION_KEYS
from forum.services.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forum.models import Actor, Goal, Indicator, Measure

TOPIC: Final = {"name": "name", "summary": "summary"}
PLAN: Final = {"title": "title", "summary": "summary", "funding": "funding"}
GOAL: Final = {"description": "description"}
MEASURE: Final = {
    "description": "description", "level": "level", "targetGroup": "target_group", "ownerFunction": "owner_function",
    "partners": "partners", "funding": "funding",
}  # fmt: skip
INDICATOR: Final = {"name": "name", "measuredIn": "measured_in", "method": "method"}
LINES: Final = ("name", "title", "targetGroup", "ownerFunction", "partners", "measuredIn")
QUESTION: Final = {key: name for name, key in QUESTION_KEYS.items()}


@dataclass(frozen=True)
class Part:
    """One thing of the file: where it stands there, what it is, what would happen, and the row that it is compared with.

    `carriers`: of a measure, the forums here of the kind that carries it there; only where there is one it is taken.
    """

    pointer: str
    what: str
    name: str
    state: ExchangeState
    row: Any = None
    carriers: tuple[Forum, ...] = ()

    @property
    def carrier(self) -> Forum | None:
        return self.carriers[0] if len(self.carriers) == 1 else None


@dataclass(frozen=True)
class Look:
    """`plan`: the standing plan here, if any; `forums`: those here of the kinds that carry the question there."""

    topic: Topic | None
    plan: ActionPlan | None
    parts: tuple[Part, ...]
    kinds: tuple[tuple[str, list[Forum]], ...]

    @property
    def new(self) -> int:
        return sum(part.state == ExchangeState.NEW for part in self.parts)

    @property
    def differs(self) -> int:
        return sum(part.state == ExchangeState.DIFFERS for part in self.parts)

    @property
    def begins_edition(self) -> bool:
        """Whether the plan is in force, so that what comes in needs a new edition."""
        news = any(part.pointer.startswith("/plan") and part.state != ExchangeState.SAME for part in self.parts)
        return bool(self.plan and self.plan.state not in WRITABLE_PLANS and news)


def slug_of(content: dict[str, Any]) -> str:
    """The topic's address: the one in the file, else made of its name."""
    facts = content["topic"]
    slug: str = slugify(facts.get("slug") or facts["name"])
    return slug[:80]


def look_at_exchange(actor: Actor, content: dict[str, Any], *, organisation: Organisation) -> Look:
    """What would come of a file that was read by `read_exchange`, for a plan of the organisation. Writes nothing."""
    topic = Topic.objects.filter(slug=slug_of(content)).first()
    plan = standing_plan(topic, organisation) if topic else None
    parts = [_compared("/topic", _("Question"), content["topic"]["name"], topic, content["topic"], TOPIC)]
    if asked := content.get("questionSet"):
        parts.append(_question_set(asked))
    by_kind = _forums_by_kind(actor)
    parts += _plan_parts(content["plan"], plan, by_kind) if "plan" in content else []
    kinds = dict.fromkeys(ForumKind(one["kind"]) for one in content.get("forumKinds", ()))
    return Look(topic, plan, tuple(parts), tuple((str(kind.label), by_kind.get(kind, [])) for kind in kinds))


def standing_plan(topic: Topic, organisation: Organisation) -> ActionPlan | None:
    """The plan being written, else the one in force."""
    rows = {row.state: row for row in ActionPlan.objects.filter(topic=topic, organisation=organisation)}
    order = (PlanState.DRAFT, PlanState.CONSULTATION, PlanState.ADOPTED)
    return next((rows[state] for state in order if state in rows), None)


def texts_of(facts: dict[str, Any], fields: dict[str, str]) -> dict[str, Any]:
    """The file's words as the services take them; what the file does not say is empty."""
    found: dict[str, Any] = {}
    for key, name in fields.items():
        text = clean_text(facts.get(key, ""), single_line=key in LINES)
        found[name] = MeasureLevel(text or MeasureLevel.GENERAL) if key == "level" else text
    return found


def _compared(pointer: str, what: str, name: str, row: Any, facts: dict[str, Any], fields: dict[str, str]) -> Part:
    if row is None:
        return Part(pointer, what, name, ExchangeState.NEW)
    same = all(getattr(row, field) == value for field, value in texts_of(facts, fields).items())
    return Part(pointer, what, name, ExchangeState.SAME if same else ExchangeState.DIFFERS, row)


def question_rows(facts: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Part and words of each question of a file."""
    return [(QuestionPart(one.get("part", "mapping")), *texts_of(one, QUESTION).values()) for one in facts["questions"]]


def _question_set(facts: dict[str, Any]) -> Part:
    latest = QuestionSet.objects.filter(code=facts["code"]).order_by("-edition").first()
    words, name = _("Question set"), facts["name"]
    if latest is None:
        return Part("/questionSet", words, name, ExchangeState.NEW)
    here = [(row.part, row.text, row.text_en, row.hint, row.hint_en) for row in latest.questions.all()]
    same = here == question_rows(facts) and latest.name == clean_text(name, single_line=True)
    return Part("/questionSet", words, name, ExchangeState.SAME if same else ExchangeState.DIFFERS, latest)


def _plan_parts(
    facts: dict[str, Any], plan: ActionPlan | None, by_kind: dict[ForumKind, list[Forum]]
) -> Iterator[Part]:
    yield _compared("/plan", _("Action plan"), facts["title"], plan, facts, PLAN)
    goals, measures = rows_here(plan)
    for number, goal in enumerate(facts["goals"]):
        at = f"/plan/goals/{number}"
        yield _compared(at, _("Goal"), goal["text"], goals.get(key_of(goal["text"])), goal, GOAL)
        for place, one in enumerate(goal["measures"]):
            row = measures.get((key_of(goal["text"]), key_of(one["title"])))
            part = _compared(f"{at}/measures/{place}", _("Measure"), one["title"], row, one, MEASURE)
            carriers = by_kind.get(ForumKind(one["forumKind"]), []) if "forumKind" in one else []
            yield _with_what_belongs(replace(part, carriers=tuple(carriers)), one)


def _with_what_belongs(part: Part, facts: dict[str, Any]) -> Part:
    """A measure differs too where its indicators do, or where a forum that is here could carry it and none of the kind does."""
    if part.state != ExchangeState.SAME:
        return part
    uncarried = part.carrier and (part.row.forum is None or part.row.forum.kind != part.carrier.kind)
    differs = uncarried or any(True for _facts, _row in indicators_to_write(facts, part.row))
    return replace(part, state=ExchangeState.DIFFERS) if differs else part


def indicators_to_write(facts: dict[str, Any], measure: Measure) -> Iterator[tuple[dict[str, Any], Indicator | None]]:
    """Those of the file that are not here (None), or are measured in another way or towards another target; known by their names.

    What the file does not have stays, and so does every first value.
    """
    here = {key_of(one.name): one for one in measure.indicators.all()}
    for one in facts.get("indicators", ()):
        wanted, row = indicator_facts(one), here.get(key_of(one["name"]))
        if row is None or any(getattr(row, name) != value for name, value in wanted.items()):
            yield wanted, row


def indicator_facts(one: dict[str, Any]) -> dict[str, Any]:
    """An indicator's words as the services take them."""
    target = Decimal(one["target"]) if "target" in one else None
    texts = texts_of(one, INDICATOR)
    return {**texts, "target": target}


def rows_here(plan: ActionPlan | None) -> tuple[dict[str, Goal], dict[tuple[str, str], Measure]]:
    """Goals and measures of a plan by their words: that is how they are known again."""
    if plan is None:
        return {}, {}
    goals = {key_of(goal.text): goal for goal in plan.goals.all()}
    measures = plan.measures.select_related("goal", "forum").prefetch_related("indicators")
    return goals, {(key_of(measure.goal.text), key_of(measure.title)): measure for measure in measures}


def key_of(text: str) -> str:
    return clean_text(text, single_line=True).casefold()


def _forums_by_kind(actor: Actor) -> dict[ForumKind, list[Forum]]:
    """The host's own that the reader may know, by name."""
    found: dict[ForumKind, list[Forum]] = {}
    for forum in Forum.objects.visible_to(actor).active().filter(organisation__is_host=True).order_by("name"):
        found.setdefault(forum.kind, []).append(forum)
    return found
