"""What stands: organisations, people, forums, seats, topics, and the messages that go out."""

from __future__ import annotations

from .actor import Actor, Anonymous, ClientActor, PersonActor
from .agreement import Agreement, AgreementFollowUp, AgreementForum, AgreementParty
from .api_client import ApiClient
from .base import Record
from .change import Change
from .consultation import ConsultationLink, ConsultationRemark, Consultee
from .document import StoredFile
from .follower import Follower, FollowLink, UnfollowLink
from .forum import Forum, ParagraphSeries
from .founding import FoundingReason
from .installation import Installation
from .kept_number import KeptNumber
from .link import InvitationLink, PlacementLink, SignedLink
from .mail_text import MailText
from .measure import FollowUp, FollowUpLink, Goal, Indicator, Measure
from .monitoring import MonitoringNote
from .organisation import Organisation, Unit
from .outbox import OutboxCause, OutboxHold, OutboxMessage
from .person import Person
from .picture import PictureRecipient, SituationPicture
from .picture_answer import Answer, Finding, PictureAggregate
from .picture_link import AnswerLink, PictureOpenLink
from .plan import ActionPlan, AdoptionStep
from .question import Question, QuestionSet
from .reminder import Reminder, ReminderRule
from .seat import Membership, Seat
from .share import Share
from .support import ConcernRoutine, OpeningException, OpeningInterval, SupportLine
from .topic import Coordinator, Placement, ProposalFile, Topic
from .training import Participation, TargetGroup, TrainingActivity

__all__ = [
    "ActionPlan",
    "Actor",
    "AdoptionStep",
    "Agreement",
    "AgreementFollowUp",
    "AgreementForum",
    "AgreementParty",
    "Anonymous",
    "Answer",
    "AnswerLink",
    "ApiClient",
    "Change",
    "ClientActor",
    "ConcernRoutine",
    "ConsultationLink",
    "ConsultationRemark",
    "Consultee",
    "Coordinator",
    "Finding",
    "FollowLink",
    "FollowUp",
    "FollowUpLink",
    "Follower",
    "Forum",
    "FoundingReason",
    "Goal",
    "Indicator",
    "Installation",
    "InvitationLink",
    "KeptNumber",
    "MailText",
    "Measure",
    "Membership",
    "MonitoringNote",
    "OpeningException",
    "OpeningInterval",
    "Organisation",
    "OutboxCause",
    "OutboxHold",
    "OutboxMessage",
    "ParagraphSeries",
    "Participation",
    "Person",
    "PersonActor",
    "PictureAggregate",
    "PictureOpenLink",
    "PictureRecipient",
    "Placement",
    "PlacementLink",
    "ProposalFile",
    "Question",
    "QuestionSet",
    "Record",
    "Reminder",
    "ReminderRule",
    "Seat",
    "Share",
    "SignedLink",
    "SituationPicture",
    "StoredFile",
    "SupportLine",
    "TargetGroup",
    "Topic",
    "TrainingActivity",
    "UnfollowLink",
    "Unit",
]
