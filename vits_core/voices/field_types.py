"""Whether data that came from a file has the types that a dataclass states."""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

_NAMES = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


class FieldTypeError(ValueError):
    """A field holds something else than it should; the message names it."""


def check_types(value: Any, kind: Any, name: str = "") -> None:
    """Raise `FieldTypeError` unless a value is of this kind, all that it holds included."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):  # X | None is all that there is
        if value is not None:
            check_types(value, arguments[0], name)
    elif is_dataclass(kind):
        hints = get_type_hints(kind)
        for field in fields(kind):
            within = f"{name}.{field.name}" if name else field.name
            check_types(getattr(value, field.name), hints[field.name], within)
    elif origin is Mapping:
        if not isinstance(value, dict):
            raise FieldTypeError(f"“{name}” is {value!r}, which is not an object")
        for key, each in value.items():
            check_types(each, arguments[1], f"{name}.{key}")
    elif origin is tuple:
        if not isinstance(value, tuple):
            raise FieldTypeError(f"“{name}” is {value!r}, which is not a list")
        for index, each in enumerate(value):
            check_types(each, arguments[0], f"{name}[{index}]")
    elif not _is(value, kind):
        raise FieldTypeError(f"“{name}” is {value!r}, which is not {_NAMES[kind]}")


def _is(value: Any, kind: type) -> bool:
    if kind is float:
        return type(value) in (int, float) and math.isfinite(value)
    return type(value) is kind
