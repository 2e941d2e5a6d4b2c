from __future__ import annotations

from django.db import models
from django.utils import timezone
from uuid_utils.compat import uuid7

from forum.models import Person
from meetings.enums import IntakeState


class CalendarIntake(models.Model):
    """A large calendar that a worker brings in while its sender does something else.

    `file` is what its sender's page is called. Only the sender sees the row, so no history is kept and no API shows it; the calendar, the
    list and the address go when it has come in. `report` is what the last page tells; `problem` a sentence to the sender.
    A worker holds the row's lock while it works, so that a killed one leaves it to the next at once; `tries` counts those that began.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="calendar_intakes")
    file = models.UUIDField()
    name = models.CharField(max_length=200)
    calendar = models.BinaryField()
    members = models.BinaryField(null=True)
    address = models.CharField(max_length=2000, blank=True)
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=IntakeState, default=IntakeState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(default=timezone.now, db_index=True)
    problem = models.TextField(blank=True)
    report = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "file"], name="one_intake_per_file")]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"
