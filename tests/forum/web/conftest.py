from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django import Settings


@pytest.fixture(autouse=True)
def _in_english(settings: Settings) -> None:
    """Sentences are compared as they stand in the code."""
    settings.LANGUAGE_CODE = "en"
