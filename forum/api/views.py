"""Where every view of the API comes from: authentication, scope, visibility, validators, headers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import NotAuthenticated
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from forum.services.kept_numbers import keep_numbers

from .authentication import ApiCaller
from .conditional import entity_tag, is_unchanged
from .filtering import refuse_unknown
from .number_check import require_no_numbers
from .tracing import continue_trace

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponseBase
    from rest_framework.request import Request

    from forum.models import Actor

WRITES = frozenset({"POST", "PUT", "PATCH"})
VARIES = ("Authorization", "Accept", "Accept-Language")


class ApiView(APIView):
    """A view of the API. `scope` is what reading needs; `scopes` names others by method; None asks for a client only."""

    scope: ClassVar[str | None]
    scopes: ClassVar[dict[str, str]] = {}
    cache_control: ClassVar[str] = "private, no-cache"

    def scope_for(self, method: str) -> str | None:
        return self.scopes.get(method, self.scope)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.kept = require_no_numbers(request) if request.method in WRITES else None

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        if (kept := getattr(self, "kept", None)) and response.status_code < 400:
            client = request.user.client if isinstance(request.user, ApiCaller) else None
            keep_numbers(**kept, route=getattr(request.resolver_match, "view_name", ""), api_client=client)
        return super().finalize_response(request, response, *args, **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().dispatch(request, *args, **kwargs)
        answer = self._with_validator(response) if isinstance(response, Response) else response
        patch_vary_headers(answer, VARIES)
        answer["Cache-Control"] = self.cache_control if answer.status_code < 400 else "no-store"
        answer["traceparent"] = continue_trace(request.headers.get("traceparent", ""))
        return answer

    def _with_validator(self, response: Response) -> HttpResponseBase:
        """Adds the ETag of what was rendered; answers 304 when the reader has it already."""
        response.render()
        if response.status_code != 200 or self.request.method not in {
            "GET",
            "HEAD",
            "PATCH",
        }:
            return response
        tag = entity_tag(response.content, getattr(response, "version", None))
        response["ETag"] = tag
        if self.request.method == "PATCH" or not is_unchanged(self.request, tag):
            return response
        unchanged = HttpResponseNotModified()
        for name in ("ETag", "Link"):
            if name in response:
                unchanged[name] = response[name]
        return unchanged


class ReadViewSet(ApiView, ReadOnlyModelViewSet[Any]):
    """List and single of one resource; `collection` names the rows in the body of a list."""

    collection: ClassVar[str]
    lookup_value_converter = "uuid"

    @property
    def caller(self) -> ApiCaller:
        if not isinstance(self.request.user, ApiCaller):
            raise NotAuthenticated
        return self.request.user

    @property
    def actor(self) -> Actor:
        return self.caller.actor

    def visible_rows(self) -> QuerySet[Any]:
        """What the client may read, with what its representation needs."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        return self.visible_rows()

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "root": api_root(self.request)}

    def retrieve(self, request: Request, *_: Any, **__: Any) -> Response:
        refuse_unknown(request)
        return self.one(self.get_object())

    def one(self, row: Any) -> Response:
        """The row as an answer with its version."""
        response = Response(self.get_serializer(row).data)
        response.version = row.version  # type: ignore[attr-defined]  # read where the ETag is made
        return response

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset if self.detail else super().filter_queryset(queryset)


def api_root(request: Request) -> str:
    """`https://host/api/v1/`, as the caller addressed us."""
    return reverse("api-info", request=request).removesuffix("api-info")
