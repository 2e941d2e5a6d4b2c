"""The parts of a question, said once for all its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.template.context import RequestContext

    from forum.models import Topic

register = template.Library()

#: The word, the page it leads to, and further pages on which it is the current one.
PARTS: Final = (
    (gettext_lazy("Overview"), "topic", ()),
    (gettext_lazy("Where it was raised"), "topic-coverage", ("topic-coverage-cell",)),
    (gettext_lazy("Situation pictures"), "pictures", ("picture",)),
    (gettext_lazy("Findings"), "findings", ("finding",)),
    (gettext_lazy("Action plan"), "plans", ("plan", "measure")),
    (gettext_lazy("What came of it?"), "plan-chain", ()),
    (gettext_lazy("What is missing?"), "plan-breaks", ()),
    (gettext_lazy("Training"), "training", ("training-activity", "target-group")),
    (gettext_lazy("Coordinators"), "topic-contacts", ()),
    (gettext_lazy("Reports"), "topic-reports", ("report", "report-edition")),
)


@register.inclusion_tag("ui/tabs.html", takes_context=True)
def topic_tabs(context: RequestContext, topic: Topic) -> dict[str, Any]:
    """The ways between the parts of a question; the part of this page is marked."""
    match = context["request"].resolver_match if "request" in context else None
    here = match.url_name if match else ""
    tabs = [(label, reverse(name, args=[topic.slug]), here == name or here in more) for label, name, more in PARTS]
    return {"name": _("Parts of the topic"), "tabs": tabs}
