from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from forum.enums import Language

from .base import Record, record_triggers, tracked
from .fields import EnumField
from .organisation import Organisation, Unit


class PersonManager(BaseUserManager["Person"]):
    """Keeps addresses in lower case, so that one person is found however the address is typed."""

    def create_user(self, email: str | None = None, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=email.strip().lower() if email else None, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_staff=True, is_superuser=True, is_administrator=True, **fields)

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").lower())


@tracked(exclude=("password", "last_login"))
class Person(Record, AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # the clients' is the package's
    """Somebody who takes part. May have no address and may never have a password; `protected` hides the name everywhere."""

    email = models.EmailField(null=True, blank=True, unique=True)
    name = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="people"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    postal_address = models.CharField(max_length=300, blank=True)  # lines; of who gets printed notices
    language = EnumField(Language, default=Language.SWEDISH, max_length=2)
    protected = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_administrator = models.BooleanField(default=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta(Record.Meta):
        ordering = ["name"]
        verbose_name_plural = "people"
        triggers = record_triggers(ignore=("password", "last_login", "version", "modified_at"))
        constraints = [models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="email_in_lower_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> str:
        """The name, or that it is withheld."""
        return _("Name withheld") if self.protected else self.name

    def get_short_name(self) -> str:
        return self.name.split(" ", 1)[0]
