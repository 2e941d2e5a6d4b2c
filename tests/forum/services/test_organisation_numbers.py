from __future__ import annotations

import pytest

from forum.errors import DomainError
from forum.services.organisation_numbers import check_organisation_number


@pytest.mark.parametrize(
    "written",
    [
        "212000-0365",
        "2120000365",
        " 212000 0365 ",
        "16212000-0365",
        "162120000365",
        "SE212000036501",
        "se 212000-0365 01",
        "212000–0365",
    ],
)
def test_every_way_of_writing_gives_one_form(written: str) -> None:
    assert check_organisation_number(written) == "212000-0365"


@pytest.mark.parametrize(
    "written", ["640823-3234", "19640823-3234", "640883-3231", "640823-3235", "6408233234", "640823+3234"]
)
def test_personal_number_is_refused_with_its_own_sentence(written: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_organisation_number(written)
    assert refused.value.code == "organisation_number_personal"
    assert refused.value.field == "organisation_number"
    assert written not in str(refused.value)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "212000-0366",
        "212000-036",
        "21200003655",
        "abc",
        "210000-0365",
        "SE212000036502",
        "\uff12\uff11\uff12\uff10\uff10\uff10-\uff10\uff13\uff16\uff15",
    ],
)
def test_anything_else_is_refused(written: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_organisation_number(written, field="number")
    assert (refused.value.code, refused.value.field) == ("organisation_number_invalid", "number")
