"""Organisations, people, and what is written of them."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OrganisationKind(TextChoices):
    MUNICIPALITY = "municipality", _("Municipality")
    REGION = "region", _("Region")
    COUNTY_BOARD = "county_board", _("County administrative board")
    POLICE = "police", _("Police")
    STATE_AUTHORITY = "state_authority", _("State authority")
    JOINT_AUTHORITY = "joint_authority", _("Joint authority")
    COMPANY = "company", _("Company")
    ASSOCIATION = "association", _("Association")
    FAITH_COMMUNITY = "faith_community", _("Faith community")
    OTHER = "other", pgettext_lazy("organisation", "Other")


class NumberReason(TextChoices):
    """Why what looks like a personal identity number stays in a text."""

    NOT_ONE = "not-one", _("It is no such number, but for example a registry number")
    NEEDED = "needed", _("It has to stand here, and the law allows it")


class UnitKind(TextChoices):
    COMMITTEE = "committee", _("Committee")
    DEPARTMENT = "department", _("Department")
    SCHOOL = "school", _("School")
    OTHER = "other", pgettext_lazy("unit", "Other")


class MemberOutcome(TextChoices):
    """What comes of one line of a member list."""

    REFUSED = "refused", pgettext_lazy("line of a list", "Refused")
    ADDED = "added", pgettext_lazy("line of a list", "Added")
    CHANGED = "changed", pgettext_lazy("line of a list", "Changed")
    UNCHANGED = "unchanged", pgettext_lazy("line of a list", "Unchanged")


class PersonalData(TextChoices):
    """What a review finds in a text."""

    NUMBER = "number", _("Personal identity number")
    NAME = "name", pgettext_lazy("review", "Name")
    ADDRESS = "address", _("Street address")
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Telephone number")


class Language(TextChoices):
    SWEDISH = "sv", "Svenska"
    ENGLISH = "en", "English"
