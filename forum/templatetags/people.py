"""How a person is named: by name, or by role alone when the person's data are protected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

if TYPE_CHECKING:
    from forum.models import Person

register = template.Library()


@register.filter
def person_words(person: Person | None) -> str:
    """The name, with the title when there is one; of a protected person the title alone."""
    if person is None:
        return ""
    if person.protected:
        return person.title or person.shown_name
    return f"{person.name}, {person.title}" if person.title else person.name


@register.filter
def person_name(person: Person | None) -> str:
    """The name alone; withheld when it is protected."""
    return person.shown_name if person else ""
