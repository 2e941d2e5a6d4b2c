"""A list of people: choose the file, see what each line would do, bring it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum.enums import MemberOutcome
from forum.services.people_list import import_people, look_at_people
from forum.web.acting import attempt, done, posted, show
from forum.web.administration.frame import administrators_only, way
from forum.web.between_steps import keep, kept, replace
from forum.web.forms import OnceForm
from forum.web.member_list_form import BROUGHT_IN, MemberListForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from forum.services.people_list import PeopleReport


KIND = "people-list"


class PeopleListForm(MemberListForm):
    """The list, as the office keeps it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["members"]
        field.label = gettext_lazy("List of people")
        field.help_text = gettext_lazy(
            "CSV or XLSX. The first line names the columns, in any order: Namn; E-post; Titel; Organisation; Enhet."
        )


def _way() -> list[tuple[str, str]]:
    return way("people", _("People"))


@administrators_only
def people_list(request: HttpRequest) -> HttpResponse:
    """First step: the file. It is read at once, so that a list that can't be read is told here."""
    form = PeopleListForm(posted(request), request.FILES or None)

    def act(data: dict[str, Any]) -> uuid.UUID:
        content = data["members"].read()
        look_at_people(data=content)
        return keep(request, KIND, content)

    if attempt(request, form, act):
        return HttpResponseRedirect(reverse("people-list-look", args=[form.result]))
    lede = _(
        "The list that the office keeps already. Nobody is invited by it, and who is not in it stays. An empty cell changes nothing."
    )
    return show(
        request, "forum/form.html", form, title=_("Upload a list of people"), lede=lede, way=_way(),
        submit=_("Look before anything is written"), cancel_url=reverse("people"),
    )  # fmt: skip


@administrators_only
def look(request: HttpRequest, file: uuid.UUID) -> HttpResponse:
    """Second step: each line with what it would add or change, before anything is written; then all of them or none."""
    data = kept(request, KIND, file)
    if data == BROUGHT_IN:
        return _brought_in(request, None)
    form = OnceForm(posted(request))

    def act(_nothing: dict[str, Any]) -> PeopleReport:
        report = import_people(data=data)
        replace(request, KIND, file, BROUGHT_IN)
        return report

    if attempt(request, form, act):
        return _brought_in(request, form.result)
    report = look_at_people(data=data)
    return show(request, "forum/administration/people_list_look.html", form, report=report, way=_way())


def _brought_in(request: HttpRequest, report: PeopleReport | None) -> HttpResponse:
    """With the numbers, to those who are new; somebody who pressed twice to everybody."""
    if report is None:
        return done(request, _("The list is brought in."), reverse("people"))
    counts = dict(report.counts())
    words = ", ".join(f"{number} {str(outcome.label).lower()}" for outcome, number in counts.items())
    to = f"{reverse('people')}?show=new" if MemberOutcome.ADDED in counts else reverse("people")
    return done(request, _("The list is brought in: %(words)s.") % {"words": words}, to)
