from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.meetings.api.mirror import Mirror, end_transaction, news

if TYPE_CHECKING:
    from collections.abc import Iterator

    from forum.models import Forum, Organisation
    from tests.conftest import ApiClientFor


@pytest.fixture
def mirror(council: Forum, network: Forum, neighbour: Organisation, api_client_for: ApiClientFor) -> Iterator[Mirror]:
    """The neighbour's; after each test it is equal to a full read."""
    end_transaction()
    mirror = Mirror(api_client_for(neighbour)).start()
    yield mirror
    news(mirror)
    assert mirror.rows == mirror.full_read()
