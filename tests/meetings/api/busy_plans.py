"""Random writes to plans and situation pictures.

A plan's state never goes back, what was sent is not deleted, and a plan has a new version when addressees come.
"""

from __future__ import annotations

from forum.enums import PlanState
from forum.models import (
    ActionPlan,
    Answer,
    ConsultationRemark,
    Consultee,
    Finding,
    FollowUp,
    Goal,
    Indicator,
    Measure,
    SituationPicture,
    Topic,
)
from meetings.models import Document
from tests.factories import (
    make_answer,
    make_document,
    make_finding,
    make_follow_up,
    make_indicator,
    make_measure,
    make_picture,
    make_plan,
)
from tests.factories.meetings import SHARED_AT
from tests.factories.pictures import publish
from tests.meetings.api.busy_hand import CLOSED, BusyHand


class BusyPlans(BusyHand):
    def make_plan(self) -> None:
        topic, party = self.any(Topic), self.chance.choice(self.parties)
        if not ActionPlan.objects.filter(topic=topic, organisation=party).exists():
            make_plan(topic=topic, organisation=party, state=self.chance.choice([PlanState.DRAFT, PlanState.ADOPTED]))

    def send_plan(self) -> None:
        plan = self.any(ActionPlan, state__in=[PlanState.DRAFT, PlanState.CONSULTATION])
        unit = self.chance.choice([None, self.unit])
        row, _new = Consultee.objects.get_or_create(
            plan=plan, organisation=self.reader, unit=unit, defaults={"sent_at": SHARED_AT, "reply_by": CLOSED}
        )
        self.reply(row)
        self.set(plan, state=self.chance.choice([PlanState.CONSULTATION, PlanState.ADOPTED]), summary=self.word())

    def reply(self, row: Consultee) -> None:
        """Remarks first: the reply's new version tells of them."""
        for goal in row.plan.goals.all()[:1]:
            ConsultationRemark.objects.get_or_create(
                consultee=row, goal=goal, defaults={"about": goal.text, "text": self.word()}
            )
        self.set(row, reply=self.word(), replied_at=SHARED_AT)

    def fill_plan(self) -> None:
        plan = self.any(ActionPlan)
        measure = make_measure(
            plan=plan, title=self.word(), number=self.made, owner_organisation=self.chance.choice(self.parties)
        )
        make_indicator(measure=measure)
        make_follow_up(measure=measure, due_on=CLOSED)
        make_document(plan=plan, title=self.word())

    def change_plan_part(self) -> None:
        row = self.any(self.chance.choice([Goal, Measure, Indicator, FollowUp, Document]))
        if self.chance.random() < 0.5:
            row.delete()
        else:
            self.set(row, text=self.word(), title=self.word(), name=self.word(), outcome=self.word())

    def make_picture(self) -> None:
        topic, party = self.any(Topic), self.chance.choice(self.parties)
        make_picture(topic=topic, organisation=party, title=self.word(), published=self.chance.random() < 0.5)

    def publish_or_withdraw(self) -> None:
        picture = self.any(SituationPicture)
        if picture.published_at:
            self.set(picture, published_at=None, counts={})
        else:
            publish(picture)

    def find(self) -> None:
        picture, party = self.any(SituationPicture), self.chance.choice(self.parties)
        unit = self.unit_of(party)
        self.made += 1
        made = {"picture": picture, "organisation": party, "unit": unit, "text": self.word()}
        if picture.answers.filter(organisation=party).exists():
            make_finding(topic=picture.topic, number=self.made, answer=self.any(Answer, picture=picture), **made)
        else:
            make_answer(**made)

    def change_found(self) -> None:
        row = self.any(self.chance.choice([Answer, Finding]))
        if self.chance.random() < 0.5:
            row.delete()
        else:
            self.set(row, text=self.word())

    def move_finding(self) -> None:
        party = self.chance.choice(self.parties)
        unit = self.unit_of(party)
        self.set(self.any(Finding), organisation=party, unit=unit)
