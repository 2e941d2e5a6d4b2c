from __future__ import annotations

import pytest


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They open up to a hundred connections: one after the other, in one worker, each test in a database that others see change."""
    for item in items:
        if item.path.parent.name == "parallel":
            item.add_marker(pytest.mark.xdist_group("parallel"))
            item.add_marker(pytest.mark.django_db(transaction=True))
