"""JSON Schemas of the declarations, for editors."""

from __future__ import annotations

from typing import Any

from zhichan.kernel.catalogue.shapes import KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(*, kind: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of one kind: system, register, procedure, selection, measure or page.

    It is generated from the shapes, so it says what the gate *shape* says as far as JSON Schema can. Raises
    ``KeyError`` for another kind.
    """
    shape = KINDS[kind]
    body = shape.model_json_schema(by_alias=True)
    return {"$schema": DIALECT, **body, "title": f"{kind}.toml" if kind == "system" else f"*.{kind}.toml"}
