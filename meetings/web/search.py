"""Search over all that the reader may see, and searches whose new hits come by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum.web.acting import act_at_once, done, find, signed_in
from forum.web.actor import actor_of, person_of
from meetings.enums import Rhythm
from meetings.models import SavedSearch
from meetings.selectors.search import Place, Terms, find_hits
from meetings.selectors.search_marks import mark_hits
from meetings.services.saved_searches import change_rhythm, end_search, save_search
from meetings.web.search_forms import RhythmForm, SearchForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse

    from meetings.models import SearchLink


@signed_in
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One page of hits; everything that was asked is part of the address."""
    actor = actor_of(request)
    form = SearchForm(request.GET)
    form.offer(actor)
    terms = form.terms()
    after = Place.read(request.GET.get("after", ""))
    found = find_hits(actor, terms, after=after)
    context = {
        "form": form,
        "terms": terms,
        "hits": mark_hits(found.hits, terms.words),
        "too_common": found.too_common,
        "following": found.following,
        "later_page": after is not None,
        "filtered": any([terms.kind, terms.forum, terms.organisation, terms.since, terms.until]),
        "rhythm_form": RhythmForm(),
        "saved": list(SavedSearch.objects.of(person_of(request)).select_related("forum", "organisation")),
    }
    return render(request, "meetings/search.html", context)


def address_of(terms: Terms) -> str:
    """The page of these terms."""
    asked = {
        "q": terms.words, "kind": terms.kind.value if terms.kind else "", "forum": terms.forum,
        "organisation": terms.organisation, "since": terms.since or "", "until": terms.until or "",
    }  # fmt: skip
    return f"{reverse('search')}?{urlencode({name: value for name, value in asked.items() if value})}"


def _rhythm(request: HttpRequest) -> Rhythm:
    form = RhythmForm(request.POST)
    return form.cleaned_data["rhythm"] if form.is_valid() else Rhythm.DAILY


@signed_in
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """The search of the form, by mail from now on."""
    form = SearchForm(request.POST)
    form.offer(actor_of(request))
    terms = form.terms()
    return act_at_once(
        request,
        lambda: save_search(person=person_of(request), terms=terms, rhythm=_rhythm(request)),
        _("You get new hits by mail. What is found today counts as seen."),
        address_of(terms),
    )


@signed_in
@require_POST
def rhythm(request: HttpRequest, search_id: uuid.UUID) -> HttpResponse:
    """Every working day or once a week."""
    saved = find(SavedSearch.objects.of(person_of(request)), pk=search_id)
    change_rhythm(saved_search_id=saved.pk, rhythm=_rhythm(request))
    return done(request, _("The letters of “%(words)s” come as you chose.") % {"words": saved.words}, reverse("search"))


@signed_in
@require_POST
def end(request: HttpRequest, search_id: uuid.UUID) -> HttpResponse:
    """No more letters."""
    saved = find(SavedSearch.objects.of(person_of(request)), pk=search_id)
    end_search(saved_search_id=saved.pk)
    return done(request, _("No more letters of “%(words)s”.") % {"words": saved.words}, reverse("search"))


def search_link(request: HttpRequest, link: SearchLink) -> HttpResponse:
    """From a letter: GET asks, POST ends, also when a mail program posts for its reader (RFC 8058)."""
    saved = link.saved_search
    if request.method == "POST":
        end_search(saved_search_id=saved.pk)
        return HttpResponseRedirect(request.get_full_path())
    return render(request, "meetings/link_search.html", {"link": link, "saved": saved})
