"""Support lines and training."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OpeningDay(IntegerChoices):
    """The kinds of days for which hours are given; the numbers are those of forum.calendar.opening."""

    MONDAY = 0, capfirst(WEEKDAYS[0])
    TUESDAY = 1, capfirst(WEEKDAYS[1])
    WEDNESDAY = 2, capfirst(WEEKDAYS[2])
    THURSDAY = 3, capfirst(WEEKDAYS[3])
    FRIDAY = 4, capfirst(WEEKDAYS[4])
    SATURDAY = 5, capfirst(WEEKDAYS[5])
    SUNDAY = 6, capfirst(WEEKDAYS[6])
    HOLIDAY = 7, _("Public holiday")
    EVE = 8, _("Midsummer, Christmas and New Year's Eve")


class LineState(TextChoices):
    """What can be said of a support line at a moment."""

    OPEN = "open", _("Open now")
    CLOSED = "closed", _("Closed now")
    NOT_CHECKED = "not_checked", _("Not checked")
    NOT_YET = "not_yet", _("Not begun yet")
    ENDED = "ended", _("Has ended")


class SpokenLanguage(TextChoices):
    SWEDISH = "sv", _("Swedish")
    ENGLISH = "en", _("English")
    ARABIC = "ar", _("Arabic")
    KURDISH = "ku", _("Kurdish")
    SOMALI = "so", _("Somali")
    PERSIAN = "fa", _("Persian")
    DARI = "prs", _("Dari")
    TIGRINYA = "ti", _("Tigrinya")
    TURKISH = "tr", _("Turkish")
    UKRAINIAN = "uk", _("Ukrainian")
    RUSSIAN = "ru", _("Russian")
    POLISH = "pl", _("Polish")
    SPANISH = "es", _("Spanish")
    BOSNIAN = "bs", _("Bosnian, Croatian, Serbian")
    FINNISH = "fi", _("Finnish")
    SAMI = "se", _("Sami")
    ROMANI = "rom", _("Romani")
    SIGN = "swl", _("Swedish Sign Language")


class TargetGroupKind(TextChoices):
    FRONT_LINE = "front_line", _("Front-line staff")
    MANAGERS = "managers", _("Head teachers and managers")
    ELECTED = "elected", _("Elected representatives")
    ASSOCIATIONS = "associations", _("Associations")
    FAITH = "faith", _("Faith communities")
    PARENTS = "parents", _("Parents")
    OTHER = "other", pgettext_lazy("target group", "Other")
