"""What can be used must be seen: each template piece stands on the style page with its look."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import Settings

    from forum.models import Person
    from tests.conftest import SignIn

HERE = Path(__file__).resolve().parents[2] / "config/templates/ui"


def used(browser: Client, address: str) -> set[str]:
    return {str(one.name) for one in browser.get(address).templates}


def test_the_style_page_shows_every_piece(settings: Settings, signed_in: SignIn, official: Person) -> None:
    settings.DEMO = True
    browser = signed_in(official)

    shown = used(browser, "/style/") | used(browser, "/style/confirm/")

    assert {f"ui/{piece.name}" for piece in HERE.glob("*.html")} - shown == set()
