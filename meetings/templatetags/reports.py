"""Charts of reports as SVG without script or style attributes: colours come from the style sheet, so they follow dark mode and print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import template
from django.template.defaultfilters import truncatechars

from meetings.services.reporting.shape import LONGEST_LABEL

if TYPE_CHECKING:
    from meetings.services.reporting.shape import Block

register = template.Library()
STEP: Final = 46  # pixels from bar to bar: a line of text and the bar under it


@register.inclusion_tag("meetings/_report_chart.html")
def report_chart(block: Block, key: str) -> dict[str, Any]:
    """Bars one above the other; the table beside has the whole labels. `key` makes the ids unique on the page."""
    bars = [
        {
            "label": truncatechars(bar["label"], LONGEST_LABEL),
            "words": bar["words"],
            "share": f"{100 * bar['value'] / bar['of']:.2f}%",
            "text_y": place * STEP + 17,
            "bar_y": place * STEP + 25,
        }
        for place, bar in enumerate(block["bars"])
    ]
    return {"bars": bars, "key": key, "caption": block["caption"], "said": block["said"], "height": len(bars) * STEP}
