from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from forum.enums import ForumKind
from forum.errors import InvalidInputError
from forum.models import Forum

if TYPE_CHECKING:
    from django.db.models import QuerySet


def hosts_forums() -> QuerySet[Forum]:
    """The host's own forums that are in use and led by the host: what "all" means."""
    return Forum.objects.active().filter(organisation__is_host=True, external=False).select_related("organisation")


def forums_named(words: str) -> list[Forum]:
    """The forums meant by `all`, `kind:K` or a list of slugs. Raises `InvalidInputError` for a kind or slug that does not exist."""
    if words == "all":
        return list(hosts_forums())
    if words.startswith("kind:"):
        kind = words.removeprefix("kind:")
        if kind not in ForumKind.values:
            raise InvalidInputError(_("There is no kind of forum called “%(kind)s”.") % {"kind": kind}, field="forums")
        return list(hosts_forums().filter(kind=kind))
    slugs = [slug.strip() for slug in words.split(",") if slug.strip()]
    found = {forum.slug: forum for forum in Forum.objects.filter(slug__in=slugs).select_related("organisation")}
    missing = [slug for slug in slugs if slug not in found]
    if missing:
        raise InvalidInputError(_("There is no forum called “%(slug)s”.") % {"slug": missing[0]}, field="forums")
    return [found[slug] for slug in dict.fromkeys(slugs)]
