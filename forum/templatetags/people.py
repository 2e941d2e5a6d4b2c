"""How a person is named, by name, or by role alone when the person's data are protected; and how an address is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

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


@register.filter
def address(value: str | None) -> SafeString | str:
    """An e-mail address that a narrow line breaks before its @, not inside a name."""
    name, at, domain = (value or "").partition("@")
    return format_html("{}<wbr>{}{}", name, at, domain) if at else name
