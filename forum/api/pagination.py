"""Lists by page, or by cursor for readers who want all of it; both in the order of the ids, which is the order of creation."""

from __future__ import annotations

import math
import uuid
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from .problems import ParameterError
from .serializing import LINK

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from rest_framework.request import Request
    from rest_framework.views import APIView

DEFAULT_LIMIT: Final = 20
MOST: Final = 100
LAST_PAGE: Final = 1_000_000
PARAMETERS: Final = frozenset({"limit", "page", "cursor"})


def whole_number(request: Request, name: str, default: int, most: int) -> int:
    """The parameter as a number from 1 to `most`."""
    given = request.query_params.get(name)
    if given is None:
        return default
    if not (given.isascii() and given.isdecimal() and len(given) <= len(str(most)) and 1 <= int(given) <= most):
        raise ParameterError({name: [_("Give a whole number from 1 to %(most)d.") % {"most": most}]})
    return int(given)


class Pages(BasePagination):
    """`limit` with `page`, or with `cursor`: an empty cursor starts, `_meta.nextCursor` goes on, null is the end."""

    request: Request
    meta: dict[str, Any]
    links: dict[str, str]

    def paginate_queryset(self, queryset: Any, request: Request, view: APIView | None = None) -> list[Any]:
        self.request, self.view = request, view
        limit = whole_number(request, "limit", DEFAULT_LIMIT, MOST)
        ordered = queryset.order_by("pk")
        if "cursor" not in request.query_params:
            return self._page(ordered, limit)
        if "page" in request.query_params:
            raise ParameterError({"cursor": [_("Use either page or cursor.")]})
        return self._stretch(ordered, limit, request.query_params["cursor"])

    def _page(self, queryset: QuerySet[Any], limit: int) -> list[Any]:
        page = whole_number(self.request, "page", 1, LAST_PAGE)
        total = queryset.count()
        pages = math.ceil(total / limit)
        rows = list(queryset[(page - 1) * limit : page * limit]) if page <= pages else []
        self.meta = {
            "page": page,
            "limit": limit,
            "count": len(rows),
            "totalRecords": total,
            "totalPages": pages,
        }
        numbers = {
            "first": 1,
            "prev": min(page - 1, pages),
            "next": page + 1 if page < pages else 0,
            "last": max(pages, 1),
        }
        self.links = {name: self._address(page=number) for name, number in numbers.items() if number > 0}
        return rows

    def _stretch(self, queryset: QuerySet[Any], limit: int, cursor: str) -> list[Any]:
        if cursor:
            try:
                queryset = queryset.filter(pk__gt=uuid.UUID(cursor))
            except ValueError as error:
                raise ParameterError(
                    {"cursor": [_("Use a nextCursor as it was given, or an empty cursor to start.")]}
                ) from error
        rows = list(queryset[: limit + 1])
        following = str(rows[limit - 1].pk) if len(rows) > limit else None
        rows = rows[:limit]
        self.meta = {"limit": limit, "count": len(rows), "nextCursor": following}
        self.links = {"first": self._address(cursor="")} | (
            {"next": self._address(cursor=following)} if following else {}
        )
        return rows

    def _address(self, **changes: Any) -> str:
        query = self.request.query_params.copy()
        for name, value in changes.items():
            query[name] = str(value)
        return f"{self.request.build_absolute_uri(self.request.path)}?{query.urlencode()}"

    def get_paginated_response(self, data: Any) -> Response:
        links = {"self": self.request.build_absolute_uri(), **self.links}
        name = self.view.collection  # type: ignore[union-attr]  # every list of ours has a name
        body = {
            "_meta": self.meta,
            "_links": {rel: {"href": href} for rel, href in links.items()},
            name: data,
        }
        header = ", ".join(f'<{href}>; rel="{rel}"' for rel, href in self.links.items())
        return Response(body, headers={"Link": header})

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:  # noqa: ARG002  (the framework's signature)
        def number(name: str, text: str, default: int, most: int) -> dict[str, Any]:
            schema = {
                "type": "integer",
                "minimum": 1,
                "maximum": most,
                "default": default,
            }
            return {
                "name": name,
                "in": "query",
                "required": False,
                "description": text,
                "schema": schema,
            }

        return [
            number("limit", "How many at most.", DEFAULT_LIMIT, MOST),
            number("page", "Which page, from 1.", 1, LAST_PAGE),
            {
                "name": "cursor",
                "in": "query",
                "required": False,
                "description": "Instead of page: empty to start, then `_meta.nextCursor` until null. Rows added meanwhile are not lost.",
                "schema": {"type": "string"},
            },
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return list_schema(self.view.collection, schema)  # type: ignore[union-attr]  # set by the description


def list_schema(collection: str, rows: dict[str, Any]) -> dict[str, Any]:
    """The body of a list, by page or by cursor."""
    whole = {"type": "integer", "minimum": 0}
    meta = {
        "type": "object",
        "properties": {
            **dict.fromkeys(("page", "limit", "count", "totalRecords", "totalPages"), whole),
            "nextCursor": {"type": ["string", "null"], "description": "Only with cursor; null at the end."},
        },
        "required": ["limit", "count"],
    }
    links = {
        "type": "object",
        "properties": dict.fromkeys(("self", "first", "prev", "next", "last"), LINK),
        "required": ["self"],
    }
    return {
        "type": "object",
        "properties": {"_meta": meta, "_links": links, collection: rows},
        "required": ["_meta", "_links", collection],
    }
