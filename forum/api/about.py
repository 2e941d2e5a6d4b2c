"""What anybody may read: what this is, its description, its page; and the answer to addresses that do not exist."""

from __future__ import annotations

import json
from email.utils import parseaddr
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularSwaggerSplitView
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from .filtering import refuse_unknown
from .schema import SERVER
from .serializing import CamelSerializer, OrganisationReference
from .views import ApiView, api_root

if TYPE_CHECKING:
    from rest_framework.request import Request

    from .authentication import ApiCaller

RELEASED = "2026-11-22"


class ApiInfoSerializer(CamelSerializer):
    api_name = serializers.CharField()
    api_version = serializers.CharField()
    api_released = serializers.DateField()
    api_documentation = serializers.URLField()
    api_specification = serializers.URLField()
    api_status = serializers.ChoiceField(choices=["beta", "active", "deprecated"])


class OpenView(ApiView):
    authentication_classes = ()
    permission_classes = ()
    scope = None
    cache_control = "public, max-age=300"


class ApiInfoView(OpenView):
    @extend_schema(
        operation_id="getApiInfo", summary="What this API is", responses=ApiInfoSerializer, tags=["api-info"], auth=[]
    )
    def get(self, request: Request) -> Response:
        """Name, version, status and where its description is; no token is needed."""
        refuse_unknown(request)
        info = {
            "api_name": settings.SPECTACULAR_SETTINGS["TITLE"],
            "api_version": settings.SPECTACULAR_SETTINGS["VERSION"],
            "api_released": RELEASED,
            "api_documentation": request.build_absolute_uri("/api/docs"),
            "api_specification": f"{api_root(request)}openapi",
            "api_status": "beta",
        }
        return Response(ApiInfoSerializer(info).data)


@cache
def describe_api() -> dict[str, Any]:
    """The description in OpenAPI, in English whoever asks first."""
    with translation.override("en"):
        generator = SchemaGenerator()  # type: ignore[no-untyped-call]
        description: dict[str, Any] = generator.get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return description


@lru_cache(maxsize=8)
def describe_installation(origin: str) -> dict[str, Any]:
    """The description with the addresses of this installation."""
    described: dict[str, Any] = json.loads(json.dumps(describe_api()).replace(SERVER, origin))
    described["info"]["contact"]["email"] = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return described


class OpenApiView(OpenView):
    @extend_schema(exclude=True)
    def get(self, request: Request) -> Response:
        """The description in OpenAPI 3.1, with this installation as its server."""
        refuse_unknown(request)
        return Response(describe_installation(request.build_absolute_uri("/").rstrip("/")))


class DocsView(SpectacularSwaggerSplitView):
    """The description as a page to read and try; files from this server alone."""

    url_name = "api-openapi"
    template_name = "api/docs.html"
    authentication_classes = ()
    permission_classes = ()


class NoSuchAddressView(OpenView):
    """Answers whatever no other address took."""

    def initial(self, *_: Any, **__: Any) -> None:
        raise NotFound


class ApiClientSerializer(CamelSerializer):
    client_id = serializers.CharField()
    name = serializers.CharField()
    organisation = OrganisationReference()
    unit_id = serializers.UUIDField(allow_null=True)
    scopes = serializers.ListField(child=serializers.CharField())
    links = serializers.SerializerMethodField()

    def get_links(self, _client: Any) -> dict[str, dict[str, str]]:
        return {"self": {"href": f"{self.context['root']}api-client"}}


class ApiClientView(ApiView):
    scope = None

    @extend_schema(operation_id="getApiClient", summary="Who I am", responses=ApiClientSerializer, tags=["api-client"])
    def get(self, request: Request) -> Response:
        """The client itself: its organisation and what it may do."""
        refuse_unknown(request)
        caller: ApiCaller = request.user  # type: ignore[assignment]  # the permission let nobody else in
        return Response(ApiClientSerializer(caller.client, context={"root": api_root(request)}).data)
