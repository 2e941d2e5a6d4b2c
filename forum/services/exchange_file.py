"""The file by which a question goes to another installation: how it is read and what is wrong with it.

One JSON document by the schema in forum/data, which is published. Nothing about people, answers or dates is in it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from forum.errors import InvalidInputError
from forum.reference import DATA
from forum.services.personal_numbers import find_personal_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jsonschema import ValidationError

FORMAT: Final = "samverka-topic"
VERSION: Final = 1
LARGEST_BYTES: Final = 1_000_000
SCHEMA_FILE: Final = DATA / "topic-1.schema.json"
MOST_FAULTS: Final = 20


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where: a JSON Pointer (RFC 6901)."""

    pointer: str
    sentence: str


class ExchangeError(InvalidInputError):
    """The file can't be used; `faults` say where."""

    def __init__(self, sentence: str, faults: tuple[Fault, ...] = (), *, code: str = "exchange_file") -> None:
        super().__init__(sentence, code=code, field="file")
        self.faults = faults


@lru_cache(maxsize=1)
def _validator() -> Any:
    return Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))


def read_exchange(data: bytes) -> dict[str, Any]:
    """The content of a file, known to be by the schema. Raises `ExchangeError`: too large, unreadable, of another kind, wrong in places."""
    if len(data) > LARGEST_BYTES:
        raise ExchangeError(_("The file is larger than 1 MB, so it is no topic from Samverka."), code="too_large")
    try:
        content = json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ExchangeError(_("The file can't be read. Choose one that ends in .json and was saved here.")) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ExchangeError(_("This is another kind of file. Choose one that was saved from a topic's page."))
    version = content.get("version")
    if type(version) is int and version > VERSION:
        words = _(
            "The file has version %(theirs)d, and this installation reads version %(ours)d. Update Samverka here first."
        )
        raise ExchangeError(words % {"theirs": version, "ours": VERSION}, (Fault("/version", str(version)),))
    if faults := tuple(_faults(content)):
        raise ExchangeError(_("Nothing was brought in. The file has to be corrected."), faults[:MOST_FAULTS])
    return content


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _faults(content: dict[str, Any]) -> Iterator[Fault]:
    errors = sorted(_validator().iter_errors(content), key=lambda error: [str(part) for part in error.absolute_path])
    yield from (Fault(_pointer(error.absolute_path), _sentence(error)) for error in errors)
    for path, text in _texts(content, ()):
        if find_personal_numbers(text):
            yield Fault(_pointer(path), _("This looks like a personal identity number. Take it out of the file."))


def _texts(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str]]:
    if isinstance(value, str):
        yield path, value
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in pairs:
        yield from _texts(one, (*path, key))


def _pointer(path: Any) -> str:
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def _sentence(error: ValidationError) -> str:
    """What to do about it, in the reader's language."""
    wanted: Any = error.validator_value
    if error.validator == "required":
        missing = [name for name in wanted if name not in error.instance]
        return _("This is missing: %(names)s.") % {"names": ", ".join(missing)}
    if error.validator == "additionalProperties":
        more = sorted(set(error.instance) - set(error.schema.get("properties", ())))
        return _("This does not belong here: %(names)s.") % {"names": ", ".join(more)[:200]}
    if error.validator in {"enum", "const"}:
        allowed = wanted if isinstance(wanted, list) else [wanted]
        return _("Write one of: %(names)s.") % {"names": ", ".join(map(str, allowed))}
    counted = {
        "maxLength": _("Write at most %(number)d characters."),
        "minLength": _("Write at least %(number)d characters."),
        "maxItems": _("There may be at most %(number)d here."),
        "minItems": _("There must be at least %(number)d here."),
        "minimum": _("Write at least %(number)d."),
        "maximum": _("Write at most %(number)d."),
    }
    if error.validator in counted:
        return counted[error.validator] % {"number": wanted}
    if error.validator == "type":
        return _("This must be of the JSON type %(type)s.") % {"type": wanted}
    return _("This is not written as it has to be.")
