"""The committed OpenAPI file is what the code describes; `make schema` writes it anew."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management import call_command

COMMITTED = Path(__file__).parent.parent / "openapi-v1.json"


def test_committed_schema_is_current(tmp_path: Path) -> None:
    generated = tmp_path / "openapi.json"
    call_command(
        "spectacular", "--lang=en", "--validate", "--fail-on-warn", "--format=openapi-json", f"--file={generated}"
    )

    assert json.loads(COMMITTED.read_text(encoding="utf-8")) == json.loads(generated.read_text(encoding="utf-8"))
