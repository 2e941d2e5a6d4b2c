from __future__ import annotations

import pytest


@pytest.mark.xdist_group("groups")
def test_groups_are_kept_together(request: pytest.FixtureRequest) -> None:
    """Otherwise tests that share an installation, or take a hundred connections, run beside each other without a word."""
    if not request.config.getoption("loadgroup", default=False):
        pytest.skip("groups are kept with --dist loadgroup, as make test has it")
    assert request.node.nodeid.endswith("@groups")
