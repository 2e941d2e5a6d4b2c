from __future__ import annotations

from django.db import models

from .base import RaiseVersion, Record, tracked


@tracked()
class Installation(Record):
    """What holds for the whole installation and an administrator may change; one row. Empty means: as the environment or the host has it.

    `reminders`: the days of the reminders with which a new forum starts, by kind (negative = before), `reminder_hour` their hour.
    """

    only = models.BooleanField(default=True, unique=True, editable=False)
    accessibility_address = models.EmailField(blank=True)
    privacy_address = models.EmailField(blank=True)
    public_words = models.CharField(max_length=600, blank=True)
    reminders = models.JSONField(default=dict, blank=True)
    reminder_hour = models.PositiveSmallIntegerField(default=8)

    class Meta(Record.Meta):
        triggers = [RaiseVersion(name="raise_version")]
        constraints = [
            models.CheckConstraint(condition=models.Q(only=True), name="one_installation"),
            models.CheckConstraint(condition=models.Q(reminder_hour__lte=23), name="installation_hour_of_day"),
        ]

    def __str__(self) -> str:
        return "installation"
