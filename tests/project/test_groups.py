from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("groups")
@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="one worker needs no groups")
def test_groups_are_kept_together(request: pytest.FixtureRequest) -> None:
    """Otherwise tests that share an installation, or take a hundred connections, run beside each other without a word."""
    assert request.node.nodeid.endswith("@groups")
