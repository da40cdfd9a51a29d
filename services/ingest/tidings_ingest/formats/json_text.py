"""JSON that senders wrote: parsed strictly and at a bounded cost, or refused with the place."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from typing import Any, Final, NoReturn

from tidings.reading import Problem, UnreadableError

# Each bracket or field costs about 100 bytes once it is parsed, against 3 bytes in the body: this
# bounds what 16 MiB can grow to at 40 MB. An article has under 50. Colons in texts count too, and a
# feed of 16 MiB that is full of addresses has one in 80 bytes, 200,000.
MOST_STRUCTURE: Final = 400_000
# JSON Feed nests 5 deep and ninjs, with the associations of associations, 15; RFC 8259 allows
# a limit of one's own. Python's parser gives up somewhere near 1,000, later than we do.
MOST_DEPTH: Final = 32
_NAME_SHOWN = 40


def parse_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object in ``body``.

    Raises UnreadableError: 400 for what is no JSON in UTF-8 (NaN and a repeated field name are
    none) or nests too deep, 422 for JSON that is no object or has more structure than any article.
    """
    if not body.removeprefix(BOM_UTF8).strip():
        raise UnreadableError(422, Problem("body", "the body is empty"))
    text = _decode(body)
    if len(text) > MOST_STRUCTURE and sum(map(text.count, "[{:")) > MOST_STRUCTURE:
        raise UnreadableError(422, Problem("body", "too many fields and lists for an article"))
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise UnreadableError(400, Problem(where, f"no JSON: {error.msg}")) from None
    except RecursionError:
        raise _refuse_depth() from None
    except ValueError:
        # Python refuses to read whole numbers of more than 4,300 digits.
        raise UnreadableError(400, Problem("body", "a number with too many digits")) from None
    if text.count("[") + text.count("{") > MOST_DEPTH and _is_deeper(value, MOST_DEPTH):
        raise _refuse_depth()
    if not isinstance(value, dict):
        detail = f"one article is a JSON object, not {_name_type(value)}"
        raise UnreadableError(422, Problem("body", detail))
    return value


def _is_deeper(value: object, most: int) -> bool:
    """Return whether lists and objects lie in each other more than ``most`` deep."""
    level: list[object] = [value]
    for _ in range(most):
        level = [
            inner
            for each in level
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


def _refuse_depth() -> UnreadableError:
    detail = f"JSON nested too deeply: more than {MOST_DEPTH} lists and objects in each other"
    return UnreadableError(400, Problem("body", detail))


def _decode(body: bytes) -> str:
    try:
        return body.removeprefix(BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        detail = f"JSON is in UTF-8, and byte {error.start} is not"
        raise UnreadableError(400, Problem("body", detail)) from None


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) < len(pairs):
        seen: set[str] = set()
        repeated = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise UnreadableError(400, Problem(show_name(repeated), "the field is there twice"))
    return built


def _refuse_constant(name: str) -> NoReturn:
    raise UnreadableError(400, Problem("body", f"no JSON: {name} is no number"))


# json.loads would make one for each text.
_DECODER: Final = json.JSONDecoder(object_pairs_hook=_build_object, parse_constant=_refuse_constant)


def _name_type(value: object) -> str:
    names = {list: "a list", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")


def show_name(name: str) -> str:
    """Return a field's name as an error can show it, whatever was sent as one."""
    shown = name.encode("utf-8", "backslashreplace").decode()
    return shown if len(shown) <= _NAME_SHOWN else f"{shown[:_NAME_SHOWN]}…"
