from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from forum.api.about import describe_api

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMITTED = Path(__file__).resolve().parents[2] / "openapi-v1.json"


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    described: dict[str, Any] = json.loads(COMMITTED.read_text(encoding="utf-8"))
    return described


def operations(description: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in description["paths"].values():
        yield from methods.values()


def test_the_committed_description_is_what_the_code_says(description: dict[str, Any]) -> None:
    """After a change that is meant: manage.py spectacular --lang en --format openapi-json --file tests/openapi-v1.json"""
    assert json.loads(json.dumps(describe_api())) == description


def test_it_is_valid_openapi(description: dict[str, Any]) -> None:
    validate(description)
    assert description["openapi"] == "3.1.1"


def test_every_operation_is_described(description: dict[str, Any]) -> None:
    for operation in operations(description):
        assert operation["summary"]
        assert operation["description"]
        assert {"200", "400", "500"} <= set(operation["responses"])
        assert all(answer.get("description") or "$ref" in answer for answer in operation["responses"].values())


def test_every_example_fits_its_schema(description: dict[str, Any]) -> None:
    for operation in operations(description):
        contents = [operation["responses"]["200"]["content"], operation.get("requestBody", {}).get("content", {})]
        for media in (content["application/json"] for content in contents if "application/json" in content):
            schema = {**media["schema"], "components": description["components"]}
            values = [example["value"] for example in media["examples"].values()]
            assert values != []
            for value in values:
                OAS31Validator(schema).validate(value)


def test_names_follow_one_convention_each(description: dict[str, Any]) -> None:
    for path in description["paths"]:
        assert "_" not in path
    for operation in operations(description):
        for parameter in operation["parameters"]:
            if parameter.get("in") == "query":
                assert parameter["name"] == parameter["name"].lower()
    for name, schema in description["components"]["schemas"].items():
        for field in schema.get("properties", {}):
            assert "_" not in field.removeprefix("_"), (name, field)


def test_only_bearer_tokens_are_offered(description: dict[str, Any]) -> None:
    assert list(description["components"]["securitySchemes"]) == ["oauth2"]
    assert list(description["components"]["securitySchemes"]["oauth2"]["flows"]) == ["clientCredentials"]


def test_the_installation_names_itself(db: None) -> None:
    response = Client().get("/api/v1/openapi")
    assert response.status_code == 200
    assert response.json()["servers"][0]["url"] == "http://testserver/api/v1"
    assert "https://samverka.example" not in response.content.decode()


def test_the_page_needs_no_inline_script_or_style(db: None) -> None:
    page = Client().get("/api/docs")
    script = Client().get("/api/docs?script=")
    assert (page.status_code, script.status_code) == (200, 200)
    assert "<style" not in page.content.decode()
    assert page.content.decode().count("<script") == page.content.decode().count("<script src=") == 3
    assert script["Content-Type"] == "application/javascript"


def test_api_info_is_open(db: None) -> None:
    assert Client().get("/api/v1/api-info").json() == {
        "apiName": "Samverka",
        "apiVersion": "1.0.0",
        "apiReleased": "2026-11-22",
        "apiDocumentation": "http://testserver/api/docs",
        "apiSpecification": "http://testserver/api/v1/openapi",
        "apiStatus": "beta",
    }
