"""Target groups of training: whom a topic wants to reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum.models import TargetGroup
from forum.policies import can_keep_up
from forum.selectors.keeping import organisations_kept_by
from forum.services.training import add_target_group, archive_target_group, update_target_group
from forum.web.acting import act_at_once, attempt, done, find, posted, require, show, signed_in, version_of
from forum.web.actor import actor_of
from forum.web.support.training import topic_for, way_to
from forum.web.support.training_forms import GroupForm, NewGroupForm

if TYPE_CHECKING:
    import uuid

    from django.http import HttpRequest, HttpResponse


@signed_in
def new(request: HttpRequest, slug: str) -> HttpResponse:
    actor = actor_of(request)
    topic = topic_for(actor, slug)
    kept = organisations_kept_by(actor)
    require(kept.exists())
    form = NewGroupForm(posted(request), organisations=kept)
    back = reverse("training", args=[slug])
    if attempt(request, form, lambda data: add_target_group(topic=topic, **data)):
        return done(request, _("The target group is added."), back)
    return show(
        request, "forum/form.html", form, title=_("Add a target group"), way=way_to(topic), submit=_("Add"),
        lede=_("Heads, never names: how many there are, so that you see how many are trained."), cancel_url=back,
    )  # fmt: skip


@signed_in
def change(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    rows = TargetGroup.objects.visible_to(actor).select_related("topic", "organisation")
    found = find(rows, pk=group_id)
    require(can_keep_up(actor, found.organisation))
    names = ("name", "kind", "size", "size_as_of", "key_people", "version")
    form = GroupForm(posted(request), initial={name: getattr(found, name) for name in names})
    back = reverse("training", args=[found.topic.slug])
    if attempt(request, form, lambda data: update_target_group(group_id=found.pk, **data)):
        return done(request, _("The target group is saved."), back)
    return show(
        request, "forum/support/group.html", form, title=found.name, group=found, way=way_to(found.topic),
        submit=_("Save"), cancel_url=back,
    )  # fmt: skip


@signed_in
@require_POST
def archive(request: HttpRequest, group_id: uuid.UUID) -> HttpResponse:
    actor = actor_of(request)
    found = find(TargetGroup.objects.visible_to(actor).select_related("topic", "organisation"), pk=group_id)
    require(can_keep_up(actor, found.organisation))
    version = version_of(request)
    words = _("The group no longer counts. What was held stays.")
    to = reverse("training", args=[found.topic.slug])
    return act_at_once(request, lambda: archive_target_group(group_id=found.pk, version=version), words, to)
