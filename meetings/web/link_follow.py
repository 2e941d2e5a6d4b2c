"""Links of those who follow a public forum: yes, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from forum.services.followers import confirm_following, stop_following

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from forum.models import FollowLink, UnfollowLink


def follow_link(request: HttpRequest, link: FollowLink) -> HttpResponse:
    """Asks once more, and takes the yes."""
    if request.method == "POST":
        confirm_following(link=link)
        link.refresh_from_db()
    context = {"forum": link.follower.forum, "follows": link.follower.confirmed_at is not None}
    return render(request, "meetings/public/link_follow.html", context)


def unfollow_link(request: HttpRequest, link: UnfollowLink) -> HttpResponse:
    """Ends the letters; a mail program's own button posts here too (RFC 8058)."""
    if request.method == "POST":
        stop_following(link=link)
        link.refresh_from_db()
    return render(
        request, "meetings/public/link_unfollow.html", {"forum": link.forum, "ended": link.follower_id is None}
    )
