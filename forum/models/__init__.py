"""What stands: organisations, people, forums, seats, topics, and the messages that go out."""

from __future__ import annotations

from .actor import Actor, Anonymous, ClientActor, PersonActor
from .api_client import ApiClient
from .base import Record
from .change import Change
from .document import StoredFile
from .follower import Follower, FollowLink, UnfollowLink
from .forum import Forum, ParagraphSeries
from .founding import FoundingReason
from .link import InvitationLink, PlacementLink, SignedLink
from .organisation import Organisation, Unit
from .outbox import OutboxCause, OutboxHold, OutboxMessage
from .person import Person
from .picture import PictureRecipient, SituationPicture
from .picture_answer import Answer, Finding, PictureAggregate
from .picture_link import AnswerLink, PictureOpenLink
from .question import Question, QuestionSet
from .reminder import Reminder, ReminderRule
from .seat import Membership, Seat
from .share import Share
from .topic import Coordinator, Placement, ProposalFile, Topic

__all__ = [
    "Actor",
    "Anonymous",
    "Answer",
    "AnswerLink",
    "ApiClient",
    "Change",
    "ClientActor",
    "Coordinator",
    "Finding",
    "FollowLink",
    "Follower",
    "Forum",
    "FoundingReason",
    "InvitationLink",
    "Membership",
    "Organisation",
    "OutboxCause",
    "OutboxHold",
    "OutboxMessage",
    "ParagraphSeries",
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
    "Topic",
    "UnfollowLink",
    "Unit",
]
