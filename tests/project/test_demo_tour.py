from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from config.demo.neighbour import neighbour_of
from config.demo.steps import STEPS
from meetings.calendar.reading import read_calendar

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django import Settings

    from forum.models import Organisation

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def demo(settings: Settings, tmp_path: Path) -> Settings:
    settings.VAR_DIR = tmp_path
    settings.SITE_URL = "http://127.0.0.1:9"  # nobody answers there
    call_command("load_demo", stdout=io.StringIO())
    return settings


@pytest.mark.slow
def test_each_step_leads_to_its_page_as_who_belongs_there(demo: Settings, client: Client) -> None:
    for number, step in enumerate(STEPS, start=1):
        page = client.post(reverse("demo-go"), {"step": number}, follow=True)
        assert page.status_code == 200
        assert (number, str(step.title) in page.text) == (number, True)
        assert page.context["user"].is_authenticated == bool(step.role)
        if step.then:
            again = client.post(reverse("demo-go"), {"step": number, "then": "1"}, follow=True)
            assert (again.status_code, again.context["user"].is_authenticated) == (200, True)

    assert "/forums/" not in client.post(reverse("demo-go"), {"leave": "1"})["Location"]
    assert 'class="tour' not in client.get("/").text


@pytest.mark.slow
def test_the_neighbours_page_shows_the_lines_even_when_nobody_answers(demo: Settings, client: Client) -> None:
    page = client.get(reverse("demo-neighbour")).text

    assert page.count("$TOKEN") == 6
    assert page.count("TOKEN=$(curl") == 1
    reader = neighbour_of(demo.VAR_DIR, "http://127.0.0.1:9")
    assert reader is not None
    assert reader.one_line.startswith('curl -s -H "Authorization: Bearer $(curl -s -u ')


def test_a_step_can_be_taken_from_a_page_behind_a_mail_link(host: Organisation) -> None:
    browser = Client(enforce_csrf_checks=True)

    assert browser.post(reverse("demo-go"), {"step": 1}, headers={"origin": "null"})["Location"] == "/"


def test_without_the_demos_people_there_is_a_word_on_it(host: Organisation, client: Client, settings: Settings) -> None:
    settings.LANGUAGE_CODE = "en"

    assert "load_demo" in client.post(reverse("demo-go"), {"step": 2}, follow=True).text
    assert client.post(reverse("demo-go"), {"step": 11}).status_code == 404
    assert client.post(reverse("demo-go"), {"step": "x"}).status_code == 404


def test_without_a_demo_there_is_no_tour(settings: Settings, client: Client, host: Organisation) -> None:
    settings.DEMO = False

    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/go/", {"step": 2}).status_code == 404
    assert client.get("/demo/neighbour/").status_code == 404
    assert client.get("/demo/calendar.ics").status_code == 404
    assert "/demo/" not in client.get("/").text


def test_the_shipped_calendar_is_a_whole_calendar(client: Client) -> None:
    answer = client.get("/demo/calendar.ics")

    found = read_calendar(answer.content)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert (found.skipped, found.warnings) == ((), ())
    assert [series.summary for series in found.series] == ["EST-gruppen", "Avstämning kansliet", "Tandläkare"]
    assert [len(series.people) for series in found.series] == [4, 0, 0]


def test_a_torn_file_is_no_neighbour(tmp_path: Path) -> None:
    assert neighbour_of(tmp_path, "http://127.0.0.1:9") is None
    (tmp_path / "demo.json").write_text(json.dumps(["nothing"]), encoding="utf-8")
    assert neighbour_of(tmp_path, "http://127.0.0.1:9") is None
