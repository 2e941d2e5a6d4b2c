from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, Any, Final

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.renderers import JSONRenderer

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST_BODY: Final = 100_000  # bytes; the longest note fits many times


class JsonRenderer(JSONRenderer):
    """application/json in UTF-8; names are already camelCase when they get here."""

    charset = None


class JsonParser(JSONParser):
    """Any rubbish is a 400: broken JSON, invalid UTF-8, nesting without end, half a character, which no answer could repeat."""

    renderer_class = JsonRenderer

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        if int((parser_context or {})["request"].META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise RequestDataTooBig
        try:
            found = super().parse(stream, media_type, parser_context)
            json.dumps(found, ensure_ascii=False).encode()
        except RecursionError as error:
            raise ParseError(_("The JSON is nested too deeply.")) from error
        except UnicodeEncodeError as error:
            raise ParseError(_("The JSON holds half a character.")) from error
        return found
