"""An example of every answer, made from its schema and a table of plausible words."""

from __future__ import annotations

from typing import Any, Final

UUID: Final = "01936b2e-7d10-7c41-9a55-2f6d1c0e8b10"
BY_FORMAT: Final = {
    "uuid": UUID,
    "uri": "https://samverka.example/api/v1/api-info",
    "date-time": "2026-12-03T08:00:00Z",
    "date": "2026-12-03",
    "time": "09:00:00",
}
BY_NAME: Final[dict[str, Any]] = {
    "apiName": "Samverka",
    "apiVersion": "1.0.0",
    "code": "0486",
    "countyCode": "04",
    "timeZone": "Europe/Stockholm",
    "slug": "brottsforebyggande-radet",
    "name": "Brottsförebyggande rådet",
    "organisationNumber": "212000-0365",
    "roleTitle": "Kommunpolis",
    "role": "Kommunpolis",
    "organisation": "Polisen",
    "forum": "Brottsförebyggande rådet",
    "title": "Våldsbejakande extremism",
    "question": "Hur ser läget ut i kommunen?",
    "purpose": "Gemensam lägesbild",
    "text": "Ta fram ett underlag till nästa möte.",
    "place": "Stadshuset",
    "rule": "FREQ=MONTHLY;BYDAY=1TH",
    "uid": f"{UUID}@samverka",
    "language": "sv",
    "scopes": ["meetings:read"],
    "nextCursor": None,
    "cancelledReason": "",
    "closedReason": "",
    "correctionReason": "",
    "redacted": False,
    "archivedAt": None,
    "closedOn": None,
    "finishedAt": None,
}


def example_of(schema: dict[str, Any], schemas: dict[str, Any], name: str = "") -> Any:
    """A value that the schema allows."""
    schema = _resolved(schema, schemas)
    if schema.get("type") == "object":
        rows = {key: example_of(part, schemas, key) for key, part in schema.get("properties", {}).items()}
        return rows or {"self": {"href": BY_FORMAT["uri"]}}
    if name in BY_NAME and not (BY_NAME[name] is None and schema.get("type") == "string"):
        return BY_NAME[name]
    if "enum" in schema:
        return next(value for value in schema["enum"] if value is not None)
    kind = schema.get("type")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "array":
        return [example_of(schema["items"], schemas, name)]
    if kind == "string":
        return BY_FORMAT.get(schema.get("format", ""), "")
    return {"integer": 1, "number": 1, "boolean": True}.get(str(kind))


def _resolved(schema: dict[str, Any], schemas: dict[str, Any]) -> dict[str, Any]:
    """Follows references, and the first of alternatives."""
    while "$ref" in schema or "allOf" in schema or "oneOf" in schema:
        name = schema.get("$ref", "").rsplit("/", 1)[-1]
        schema = schemas[name] if name else (schema.get("allOf") or schema["oneOf"])[0]
    return schema
