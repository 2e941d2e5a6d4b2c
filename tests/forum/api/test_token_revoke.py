from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from oauth2_provider.models import AccessToken
from rest_framework.test import APIClient

from tests.factories import make_api_client, make_token
from tests.factories.api import CLIENT_SECRET

if TYPE_CHECKING:
    from forum.models import Organisation

FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(("asker", "left"), [("0480", 0), ("0484", 1)])
def test_only_the_own_token_ends_and_the_answer_does_not_tell(
    neighbour: Organisation, stranger_municipality: Organisation, asker: str, left: int
) -> None:
    token = make_token(client=make_api_client(organisation=neighbour))
    make_api_client(organisation=stranger_municipality)
    body = f"token={token}&client_id=client-{asker}&client_secret={CLIENT_SECRET}"
    response = APIClient().post("/oauth/revoke", body, content_type=FORM)
    assert (response.status_code, response.content) == (200, b"")
    assert AccessToken.objects.count() == left


def test_without_a_client_nothing_ends(neighbour: Organisation) -> None:
    token = make_token(client=make_api_client(organisation=neighbour))
    assert APIClient().post("/oauth/revoke", f"token={token}", content_type=FORM).status_code == 401
    assert AccessToken.objects.count() == 1
