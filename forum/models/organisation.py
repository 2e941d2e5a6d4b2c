from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from forum.enums import OrganisationKind, UnitKind

from .base import Record, tracked
from .fields import EnumField


@tracked()
class Organisation(Record):  # type: ignore[django-manager-missing]  # the clients' manager is the package's
    """A party: a municipality, an authority, an association. `code` is its address in commands and URLs."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    kind = EnumField(OrganisationKind, default=OrganisationKind.OTHER)
    organisation_number = models.CharField(max_length=11, null=True, blank=True, unique=True)
    county_code = models.CharField(max_length=2, blank=True)
    mail_domains = models.JSONField(default=list, blank=True)
    contact_address = models.EmailField(blank=True)
    postal_address = models.CharField(max_length=300, blank=True)  # lines
    is_host = models.BooleanField(default=False)

    class Meta(Record.Meta):
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["is_host"], condition=Q(is_host=True), name="one_host_organisation")
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class Unit(Record):  # type: ignore[django-manager-missing]  # as above
    """A committee, department or school: an own keeper of records, and maybe a reader of its own."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=200)
    kind = EnumField(UnitKind, default=UnitKind.DEPARTMENT)
    contact_address = models.EmailField(blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        ordering = ["name"]
        constraints = [models.UniqueConstraint("organisation", Lower("name"), name="unit_name_once")]

    def __str__(self) -> str:
        return self.name
