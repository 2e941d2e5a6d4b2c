"""Who holds a question together: the list by organisation, the contact card, the first week, handing over, the public card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from forum.enums import FirstWeek
from forum.models import Coordinator, Topic
from forum.policies import can_administer, can_coordinate
from forum.selectors.coordinators import coordinators_led_by, holdings_of_topic, organisations_coordinated, public_cards
from forum.services.coordinators import change_term, hand_over_coordination, mark_first_week, write_contact_card
from forum.templatetags.people import person_words
from forum.web.acting import attempt, done, find, require, show, signed_in
from forum.web.acting import posted as posted_data
from forum.web.actor import actor_of
from forum.web.choices import PersonField
from forum.web.forms import OnceForm, VersionedForm
from forum.web.pictures import topic_of, way_to
from forum.web.public import public_page

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

CARD = ("function", "mailbox", "phone", "published", "name_published")


class CardForm(VersionedForm):
    """How the public reaches whoever has the assignment."""

    function = forms.CharField(
        label=gettext_lazy("Function"), max_length=120, required=False,
        help_text=gettext_lazy("For example “Security coordinator”. It stays when somebody else takes over."),
    )  # fmt: skip
    mailbox = forms.EmailField(
        label=gettext_lazy("Function mailbox"), required=False,
        help_text=gettext_lazy("An address of the function, not of a person."),
    )  # fmt: skip
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    published = forms.BooleanField(label=gettext_lazy("Show the card on the public pages"), required=False)
    name_published = forms.BooleanField(
        label=gettext_lazy("Show my name on it as well"), required=False,
        help_text=gettext_lazy("Without it the public sees function, mailbox and number only."),
    )  # fmt: skip


class TermForm(VersionedForm):
    deputy = PersonField(label=gettext_lazy("Deputy"), required=False)
    ends_on = forms.DateField(
        label=gettext_lazy("To and including"), required=False,
        help_text=gettext_lazy("YYYY-MM-DD. Empty = until further notice."),
    )  # fmt: skip


class HandOverForm(VersionedForm, OnceForm):
    person = PersonField(label=gettext_lazy("Who takes over?"))
    deputy = PersonField(label=gettext_lazy("Deputy"), required=False)
    starts_on = forms.DateField(
        label=gettext_lazy("From"), help_text=gettext_lazy("The present term ends the day before.")
    )
    ends_on = forms.DateField(
        label=gettext_lazy("To and including"), required=False,
        help_text=gettext_lazy("YYYY-MM-DD. Empty = until further notice."),
    )  # fmt: skip


@signed_in
@require_safe
def contacts(request: HttpRequest, slug: str) -> HttpResponse:
    """By organisation: who, deputy, term; where nobody is appointed, and where a term ends with nobody after."""
    topic, actor = topic_of(request, slug), actor_of(request)
    today = timezone.localdate()
    holdings = holdings_of_topic(topic)
    mine = set(coordinators_led_by(actor).filter(topic=topic).values_list("pk", flat=True))  # type: ignore[arg-type]  # signed in
    context = {
        "topic": topic,
        "way": way_to(topic, top=True),
        "holdings": [(one, one.ends(today)) for one in holdings],
        "mine": mine,
        "today": today,
        "may_appoint": can_administer(actor),
        "may_coordinate": can_coordinate(actor, topic),
        "may_note": organisations_coordinated(actor, topic).exists(),
    }
    return render(request, "forum/contacts.html", context)


def _led(request: HttpRequest, coordinator_id: uuid.UUID) -> Coordinator:
    """The assignment, for whoever may know of it; 403 for who may not change it."""
    actor = actor_of(request)
    rows = Coordinator.objects.filter(topic__in=Topic.objects.visible_to(actor))
    found: Coordinator = find(rows.select_related("topic", "organisation", "person", "deputy"), pk=coordinator_id)
    require(coordinators_led_by(actor).filter(pk=found.pk).exists())  # type: ignore[arg-type]  # signed in
    return found


def _way(found: Coordinator) -> list[tuple[str, str]]:
    return [*way_to(found.topic, top=True), (_("Coordinators"), reverse("topic-contacts", args=[found.topic.slug]))]


@signed_in
def card(request: HttpRequest, coordinator_id: uuid.UUID) -> HttpResponse:
    found = _led(request, coordinator_id)
    form = CardForm(posted_data(request), initial={name: getattr(found, name) for name in (*CARD, "version")})
    back = reverse("topic-contacts", args=[found.topic.slug])
    if attempt(request, form, lambda data: write_contact_card(coordinator_id=found.pk, **data)):
        return done(request, _("The contact card is saved."), back)
    return show(
        request, "forum/form.html", form, title=_("Contact card"), way=_way(found), submit=_("Save"), cancel_url=back,
        lede=_("How people reach whoever holds %(topic)s together.") % {"topic": found.topic.name},
    )  # fmt: skip


@signed_in
def term(request: HttpRequest, coordinator_id: uuid.UUID) -> HttpResponse:
    """Deputy and last day."""
    found = _led(request, coordinator_id)
    require(can_administer(actor_of(request)))
    initial = {"deputy": found.deputy, "ends_on": found.ends_on, "version": found.version}
    form = TermForm(posted_data(request), initial=initial)
    back = reverse("topic-contacts", args=[found.topic.slug])
    if attempt(request, form, lambda data: change_term(coordinator_id=found.pk, **data)):
        return done(request, _("Deputy and term are saved."), back)
    title = _("Deputy and term of %(who)s") % {"who": person_words(found.person)}
    return show(request, "forum/form.html", form, title=title, way=_way(found), submit=_("Save"), cancel_url=back)


@signed_in
def hand_over(request: HttpRequest, coordinator_id: uuid.UUID) -> HttpResponse:
    """Somebody else takes over, with the card and what is to be presented and kept."""
    found = _led(request, coordinator_id)
    require(can_administer(actor_of(request)))
    form = HandOverForm(posted_data(request), initial={"deputy": found.deputy, "version": found.version})
    back = reverse("topic-contacts", args=[found.topic.slug])
    if attempt(request, form, lambda data: hand_over_coordination(coordinator_id=found.pk, **data)):
        return done(request, _("The assignment is handed over. The first week waits for whoever takes over."), back)
    return show(
        request, "forum/form.html", form, title=_("Hand over the assignment"), way=_way(found),
        lede=_("What %(who)s was to present and to keep of the topic goes along. So does the card, without the name.")
        % {"who": person_words(found.person)},
        submit=_("Hand over"), cancel_url=back,
    )  # fmt: skip


@signed_in
def first_week(request: HttpRequest, coordinator_id: uuid.UUID) -> HttpResponse:
    """What to do first, each with its page; ticked off one by one."""
    found = _led(request, coordinator_id)
    here = reverse("coordinator-first-week", args=[found.pk])
    step = request.POST.get("step", "")
    if request.method == "POST" and step in FirstWeek.values:
        mark_first_week(coordinator_id=found.pk, step=FirstWeek(step), done=request.POST.get("done") == "1")
        return done(request, _("Noted."), here)
    steps = [(one, one.value in found.first_week, _page_of(one, found)) for one in FirstWeek]
    context = {
        "coordinator": found,
        "topic": found.topic,
        "steps": steps,
        "way": _way(found),
        "left": sum(not ok for _one, ok, _to in steps),
    }
    return render(request, "forum/first_week.html", context)


def _page_of(step: FirstWeek, found: Coordinator) -> str:
    of_topic = {
        FirstWeek.COVERAGE: "topic-coverage",
        FirstWeek.OPEN: "topic-handover",
        FirstWeek.PICTURE: "pictures",
        FirstWeek.PLAN: "plans",
        FirstWeek.CHAIRS: "topic",
        FirstWeek.NOTEBOOK: "notebook",
        FirstWeek.DEPUTY: "topic-contacts",
    }
    if step in of_topic:
        return reverse(of_topic[step], args=[found.topic.slug])
    if step == FirstWeek.CARD:
        return reverse("coordinator-card", args=[found.pk])
    return reverse("support-lines" if step == FirstWeek.LINES else "calendar-subscribe")


@public_page
def public_contacts(request: HttpRequest) -> HttpResponse:
    """The municipality's contact points for everybody (2023:196, 12 §): by function, names only where that was chosen."""
    return render(request, "forum/public_contacts.html", {"cards": public_cards()})
