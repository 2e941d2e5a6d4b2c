"""The paper that the demo's plan comes with: the routine as each school puts it up."""

from __future__ import annotations

import io
from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from django.core.files.base import ContentFile
from django.utils import timezone

from meetings.services.documents import add_document
from meetings.services.minutes_docx import plain_document

if TYPE_CHECKING:
    from datetime import date

    from forum.models import ActionPlan, Person

TITLE: Final = "Rutin vid oro: blad att sätta upp"
STEPS: Final = (
    "Prata med en kollega samma dag. Du behöver inte vara säker.",
    "Ring kommunens stödtelefon. Du kan vara anonym.",
    "Är ett barn i fara: gör en orosanmälan till socialtjänsten.",
    "Är någon i akut fara: ring 112.",
    "Skriv aldrig namn eller personnummer i Samverka.",
)


def lay_out_with(plan: ActionPlan, by: Person, today: date) -> None:
    """Hangs the sheet on the plan, for whoever may read it."""
    document = plain_document(
        title=TITLE, author=plan.organisation.name, subject=plan.title, language="sv",
        drawn_up_at=timezone.make_aware(datetime.combine(today, time(9))).isoformat(), version="1",
    )  # fmt: skip
    document.add_heading(TITLE, level=1)
    for step in STEPS:
        document.add_paragraph(step, style="List Number")
    kept = io.BytesIO()
    document.save(kept)
    add_document(file=ContentFile(kept.getvalue(), name="rutin-vid-oro.docx"), uploaded_by=by, title=TITLE, plan=plan)
