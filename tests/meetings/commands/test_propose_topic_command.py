"""`manage.py propose_topic`: one call, many forums."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from forum.models import Forum, Placement

if TYPE_CHECKING:
    from forum.models import Topic


def _propose(topic: Topic, forums: str, *options: str) -> dict[str, Any]:
    out = StringIO()
    call_command("propose_topic", topic.slug, "--forums", forums, "--json", *options, stdout=out)
    report: dict[str, Any] = json.loads(out.getvalue())
    return report


@pytest.mark.parametrize(
    ("forums", "expected"),
    [
        ("all", ["forum-brottsforebyggande-radet", "lacker-skolgruppen"]),
        ("kind:bra", ["forum-brottsforebyggande-radet"]),
        (
            "lansnatverket,forum-brottsforebyggande-radet,lansnatverket",
            ["lansnatverket", "forum-brottsforebyggande-radet"],
        ),
    ],
)
def test_all_a_kind_or_a_list(
    forums: str, expected: list[str], topic: Topic, council: Forum, network: Forum, school_group: Forum
) -> None:
    report = _propose(topic, forums, "--every", "2")
    assert [row["forum"] for row in report["proposed"]] == expected
    assert {row["state"] for row in report["proposed"]} == {"proposed"}
    assert set(Placement.objects.values_list("every", flat=True)) == {2}
    assert _propose(topic, forums)["alreadyProposed"] == expected


def test_forums_that_take_no_more_are_named(topic: Topic, council: Forum) -> None:
    Forum.objects.filter(pk=council.pk).update(most_proposed=0, refuses_more=True)
    report = _propose(topic, "all")
    assert (report["proposed"], report["noRoom"]) == ([], ["forum-brottsforebyggande-radet"])


def test_all_leaves_archived_forums_out(topic: Topic, council: Forum, school_group: Forum) -> None:
    Forum.objects.filter(pk=council.pk).update(archived_at="2026-01-01T00:00:00Z")
    assert [row["forum"] for row in _propose(topic, "all")["proposed"]] == ["lacker-skolgruppen"]


@pytest.mark.parametrize(
    ("forums", "options"), [("kind:finns-inte", ()), ("finns-inte", ()), ("all", ("--every", "99"))]
)
def test_bad_wishes_are_a_sentence(forums: str, options: tuple[str, ...], topic: Topic, council: Forum) -> None:
    with pytest.raises(CommandError) as error:
        _propose(topic, forums, *options)
    assert error.value.returncode == 1
    assert not Placement.objects.exists()


@pytest.mark.django_db
def test_an_unknown_topic_is_a_sentence() -> None:
    with pytest.raises(CommandError) as error:
        call_command("propose_topic", "finns-inte", "--forums", "all")
    assert "finns-inte" in str(error.value)
