"""The description in OpenAPI 3.1: what the generator leaves out (interoperability profile for Swedish REST APIs)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from .naming import camel_case
from .schema_examples import UUID, example_of
from .schema_texts import DESCRIPTION, HEADERS, PROBLEM, PROBLEMS, TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER: Final = "https://samverka.example"
V1: Final = "/api/v1/"


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers itself by a metaclass without types
    target_class = "forum.api.authentication.BearerAuthentication"
    name = "oauth2"

    def get_security_definition(self, _auto_schema: AutoSchema) -> dict[str, Any]:
        flow = {
            "tokenUrl": f"{SERVER}/oauth/token",
            "scopes": {name: str(words) for name, words in settings.OAUTH2_PROVIDER["SCOPES"].items()},
        }
        return {
            "type": "oauth2",
            "description": "Client credentials (RFC 6749, 4.4).",
            "flows": {"clientCredentials": flow},
        }


class ResourceSchema(AutoSchema):
    """Names and sentences of the operations of one resource."""

    def get_operation_id(self) -> str:
        if self._is_list_view():
            return camel_case(f"list_{self.get_tags()[0].replace('-', '_')}")
        one = type(self.view).__name__.removesuffix("ViewSet")
        extra = re.sub(r".*\}/?", "", self.path).replace("-", "_")
        return f"{self.method.lower()}{one}{camel_case('_' + extra) if extra else ''}"

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix(V1).split("/")[0]]

    def get_summary(self) -> str:
        resource = self.get_tags()[0].replace("-", " ")
        action = getattr(self.view, "action", "")
        known = {
            "list": f"List of {resource}",
            "retrieve": f"One of the {resource}",
            "partial_update": f"Change one of the {resource}",
        }
        return known.get(action) or f"{action.upper()} of one of the {resource}"

    def get_auth(self) -> list[dict[str, list[str]]]:
        super().get_auth()  # registers the scheme
        scope = self.view.scope_for(self.method)  # type: ignore[attr-defined]  # every view of ours has it
        return [{"oauth2": [scope] if scope else []}]

    def _get_paginator(self) -> Any:
        paginator = super()._get_paginator()  # type: ignore[no-untyped-call]
        if paginator is not None:
            paginator.view = self.view
        return paginator


def only_version_one(endpoints: list[Any], **_: Any) -> list[Any]:
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(V1)]


def complete_schema(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Everything that holds for the whole: who, licence, limits, problems, headers, examples."""
    result["info"].update(DESCRIPTION)
    result["servers"] = [{"url": f"{SERVER}{V1.rstrip('/')}", "description": "An installation."}]
    result["externalDocs"] = {
        "url": f"{SERVER}/api/docs",
        "description": "The same as a page to try. No SLA beyond x-sla.",
    }
    result["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    schemas = result["components"]["schemas"]
    schemas["Problem"] = PROBLEM
    result["components"] |= {
        "responses": _problems(),
        "headers": _headers("response"),
        "parameters": _header_parameters(),
    }
    for path, method, operation in _operations(result):
        _complete_parameters(operation)
        _complete_answer(operation, schemas)
        _add_problems(
            operation, single="{" in path, is_open=not any(operation.get("security", [])), writing=method != "get"
        )
    return result


def _operations(result: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in result["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def _headers(side: str) -> dict[str, Any]:
    return {name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS[side].items()}


def _header_parameters() -> dict[str, Any]:
    return {
        name: {"name": name, "in": "header", "required": False, **header}
        for name, header in _headers("request").items()
    }


def _problems() -> dict[str, Any]:
    """The answers from 400 on, once for all operations."""
    answers = {}
    for status, (title, text) in PROBLEMS.items():
        value = {
            "type": "about:blank",
            "title": title,
            "status": int(status),
            "detail": text,
            "instance": f"urn:uuid:{UUID}",
        }
        media = {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "examples": {"example": {"summary": title, "value": value}},
        }
        headers = {"traceparent": {"$ref": "#/components/headers/traceparent"}}
        answers[f"Problem{status}"] = {
            "description": text,
            "headers": headers,
            "content": {"application/problem+json": media},
        }
    return answers


def _complete_parameters(operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", []):
        if parameter["in"] == "path":
            parameter.setdefault("description", "Id of the one asked for.")
    operation.setdefault("parameters", []).extend(
        {"$ref": f"#/components/parameters/{name}"} for name in HEADERS["request"]
    )


def _complete_answer(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    is_list = operation["operationId"].startswith("list")
    for answer in operation["responses"].values():
        answer["description"] = answer.get("description") or operation["summary"] + "."
        answer["headers"] = {
            name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS["response"] if is_list or name != "Link"
        }
        for media in answer.get("content", {}).values():
            if media["schema"].get("format") != "binary":
                media["examples"] = {
                    "example": {"summary": "An example", "value": example_of(media["schema"], schemas)}
                }
    operation["responses"]["304"] = {"description": "Unchanged since the ETag in If-None-Match."}


def _add_problems(operation: dict[str, Any], *, single: bool, is_open: bool, writing: bool) -> None:
    wanted = {"400", "406", "429", "500"} | (set() if is_open else {"401", "403"}) | ({"404"} if single else set())
    if {"cursor", "page"} & {parameter.get("name") for parameter in operation["parameters"]} == {"cursor"}:
        wanted |= {"410"}
    if writing:
        wanted |= {"409", "412", "413", "415", "422", "428"}
        operation["responses"].pop("304")
    answers = operation["responses"] | {
        status: {"$ref": f"#/components/responses/Problem{status}"} for status in wanted
    }
    operation["responses"] = dict(sorted(answers.items()))
