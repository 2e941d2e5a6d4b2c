"""How dates, states and the frame of a page are written: `{% load samverka %}`.

Dates follow the reader's language; aware datetimes are shown in the active time zone.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from django import template
from django.utils import dateformat, timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

if TYPE_CHECKING:
    from django.forms import BaseForm, BoundField
    from django.template.context import RequestContext
    from django.utils.functional import _StrPromise
    from django.utils.safestring import SafeString

register = template.Library()

# state: (class, icon, the word when none is given)
TAGS: Final[dict[str, tuple[str, str, str | _StrPromise]]] = {
    "late": ("late", "i-alert", gettext_lazy("Overdue")),
    "soon": ("soon", "i-clock", gettext_lazy("Due soon")),
    "running": ("running", "i-progress", gettext_lazy("In progress")),
    "done": ("done", "i-check", gettext_lazy("Done")),
    "declined": ("declined", "i-no", gettext_lazy("Declined")),
    "planned": ("planned", "i-calendar", gettext_lazy("Planned")),
    "lacking": ("lacking", "i-ring", gettext_lazy("Missing")),
    "deferred": ("soon", "i-later", gettext_lazy("Put off")),
    "handed": ("", "i-arrow", gettext_lazy("Handed over")),
    "plain": ("plain", "", ""),
}


def _day(value: dt.date) -> dt.date:
    return value.date() if isinstance(value, dt.datetime) else value


@register.filter(expects_localtime=True)
def swedish_date(value: dt.date | None) -> str:
    """tisdag 10 mars 2026 / Tuesday 10 March 2026."""
    return dateformat.format(value, _("l j F Y")) if value else ""


@register.filter(expects_localtime=True)
def day(value: dt.date | None) -> str:
    """tisdag 10 mars / Tuesday 10 March; with the year when it is another than this one."""
    if not value:
        return ""
    if _day(value).year != timezone.localdate().year:
        return swedish_date(value)
    return dateformat.format(value, _("l j F"))


@register.filter(expects_localtime=True)
def short_date(value: dt.date | None) -> str:
    """10 nov / 10 Nov; with the year when it is another than this one."""
    if not value:
        return ""
    if _day(value).year != timezone.localdate().year:
        return dateformat.format(value, _("j M Y"))
    return dateformat.format(value, _("j M"))


@register.filter(expects_localtime=True)
def clock(value: dt.datetime | dt.time | None) -> str:
    """9.00 / 9:00."""
    if value is None:
        return ""
    layout = _("G:i")
    if isinstance(value, dt.datetime):
        return dateformat.format(value, layout)
    return dateformat.time_format(value, layout)


@register.filter(expects_localtime=True)
def week(value: dt.date | None) -> str:
    """v. 46 / week 46, by ISO 8601."""
    return _("week %(number)d") % {"number": value.isocalendar().week} if value else ""


@register.filter(expects_localtime=True)
def when(value: dt.date | None) -> str:
    """i morgon, om 3 dagar, för 2 dagar sedan: whole days from today."""
    if not value:
        return ""
    days = (_day(value) - timezone.localdate()).days
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}


@register.simple_tag
def due_tag(state: str, word: str = "") -> SafeString:
    """A tag of one of the states above: class, icon and word. Unknown states come out plain."""
    css, icon, default = TAGS.get(state, TAGS["plain"])
    classes = " ".join(part for part in ("tag", css, icon) if part)
    return format_html('<span class="{}">{}</span>', classes, word or default or state)


@register.inclusion_tag("ui/nav_link.html", takes_context=True)
def nav_link(context: RequestContext, url: str, label: str) -> dict[str, Any]:
    """One link of the main menu; marked on its own page and on those below it."""
    path = context["request"].path if "request" in context else ""
    current = path == url or (url != "/" and path.startswith(url))
    return {"url": url, "label": label, "current": current}


@register.inclusion_tag("ui/crumbs.html")
def crumbs(*steps: str) -> dict[str, Any]:
    """`{% crumbs label url label url … here %}`: pairs, and last the page itself without url."""
    *way, here = steps
    return {"way": list(zip(way[::2], way[1::2], strict=True)), "here": here}


@register.inclusion_tag("ui/tabs.html", takes_context=True)
def tabs(context: RequestContext, name: str, *steps: str, faces: bool = False) -> dict[str, Any]:
    """`{% tabs name label url label url … %}`: the one whose address is this page's is current."""
    pairs = zip(steps[::2], steps[1::2], strict=True)
    path = context["request"].path if "request" in context else ""
    return {"name": name, "faces": faces, "tabs": [(label, url, url == path) for label, url in pairs]}


@register.inclusion_tag("ui/errors.html")
def error_summary(*forms: BaseForm) -> dict[str, Any]:
    """What must be corrected in one or several forms, each sentence a link to its field."""
    found = [
        (form[name] if name in form.fields else None, str(sentence))
        for form in forms
        if form.is_bound
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
    said = Counter(sentence for _field, sentence in found)
    return {"errors": [_error_line(field, sentence, alone=said[sentence] == 1) for field, sentence in found]}


def _error_line(field: BoundField | None, sentence: str, *, alone: bool) -> tuple[str, str]:
    """Anchor and words; the field's label stands before what would else be said twice, or of no field in particular."""
    if field is None:
        return "", sentence
    anchor: str = field.error_anchor  # type: ignore[attr-defined]  # SiteBoundField
    general = sentence == str(field.field.error_messages.get("required"))
    return anchor, sentence if alone and not general else f"{field.label}: {sentence}"
