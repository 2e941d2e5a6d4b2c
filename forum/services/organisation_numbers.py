from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext_lazy as _
from stdnum import luhn

from forum.errors import InvalidInputError
from forum.services.personal_numbers import is_date_of_birth

# Ten digits, with the prefix 16 of twelve-digit registers or inside a VAT number (SE…01).
ORGANISATION_NUMBER: Final = re.compile(r"(?:16)?(?P<plain>[0-9]{10})|SE(?P<vat>[0-9]{10})01")
PERSONAL_NUMBER: Final = re.compile(r"(?:18|19|20)?(?P<born>[0-9]{6})[0-9]{4}")
LOWEST_THIRD_DIGIT: Final = "2"


def check_organisation_number(value: str, *, field: str = "organisation_number") -> str:
    """The organisation number in its normal form NNNNNN-NNNN.

    Raises InvalidInputError with code `organisation_number_personal` for anything that looks like a personal identity
    or coordination number, which may not be kept as an organisation's key, and `organisation_number_invalid` for the rest.
    Source: lagen (1974:174) om identitetsbeteckning för juridiska personer m.fl.; third digit 2 or more.
    """
    compact = re.sub(r"[\s+\u2010-\u2015\u2212-]", "", value).upper()
    if (personal := PERSONAL_NUMBER.fullmatch(compact)) and is_date_of_birth(personal["born"]):
        raise InvalidInputError(
            _("This is a personal identity number. Give the organisation's own number, or leave the field empty."),
            code="organisation_number_personal",
            field=field,
        )
    match = ORGANISATION_NUMBER.fullmatch(compact)
    digits = (match["plain"] or match["vat"]) if match else ""
    if not digits or digits[2] < LOWEST_THIRD_DIGIT or not luhn.is_valid(digits):
        raise InvalidInputError(
            _("This is not an organisation number. Check the ten digits, for example 212000-0142."),
            code="organisation_number_invalid",
            field=field,
        )
    return f"{digits[:6]}-{digits[6:]}"
