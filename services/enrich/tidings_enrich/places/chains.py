"""Places that are named inside each other: 山西省太原市小店区, 辽宁朝阳, Paris, Texas."""

from __future__ import annotations

from collections.abc import Sequence

from tidings_enrich.places.forms import is_chinese
from tidings_enrich.places.units import Candidate, Form, Gazetteer, Level

# 新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县 has 23 characters.
_LONGEST_CHAIN = 30
_LONGEST_PREFIX = 12
_DIVISION_ENDINGS = frozenset("省市县区旗州盟")
_LINKS = ("", "的", "·")


def find_candidates(name: str, gazetteer: Gazetteer) -> tuple[Sequence[Candidate], bool]:
    """Return what ``name`` may mean, and whether it is several names in one: 沈阳和平区."""
    found = gazetteer.find(name) or _find_abroad(name, gazetteer)
    if found:
        return found, False
    return _split_chain(name, gazetteer, _LONGEST_CHAIN), True


def _find_abroad(name: str, gazetteer: Gazetteer) -> Sequence[Candidate]:
    """Return the towns abroad that are called a city: 休斯敦市, 里昂市."""
    if len(name) < 3 or not name.endswith("市"):
        return ()
    return [each for each in gazetteer.find(name[:-1]) if each.unit.level is Level.CITY]


def _split_chain(name: str, gazetteer: Gazetteer, longest: int) -> Sequence[Candidate]:
    """Return the innermost unit of a chain such as 山西太原小店区."""
    if not 4 <= len(name) <= longest or not is_chinese(name):
        return ()
    for cut in range(min(len(name) - 2, _LONGEST_PREFIX), 1, -1):
        outer = gazetteer.find(name[:cut])
        if outer:
            rest = name[cut:]
            inner = gazetteer.find(rest) or _split_chain(rest, gazetteer, longest - cut)
            inside = keep_inside(inner, outer)
            if inside:
                return inside
    return ()


def keep_inside(inner: Sequence[Candidate], outer: Sequence[Candidate]) -> list[Candidate]:
    """Return those of ``inner`` that lie in one of ``outer``."""
    ids = {each.unit.id for each in outer}
    return [each for each in inner if not ids.isdisjoint(each.unit.lineage[:-1])]


def keep_around(outer: Sequence[Candidate], inner: Sequence[Candidate]) -> list[Candidate]:
    """Return those of ``outer`` that one of ``inner`` lies in."""
    ids = {node for each in inner for node in each.unit.lineage[:-1]}
    return [each for each in outer if each.unit.id in ids]


def are_linked(between: str) -> bool:
    """Return whether a name leads on to one inside it, with these words between the two."""
    return between.strip() in _LINKS and len(between) <= 2


def are_linked_backwards(between: str) -> bool:
    """Return whether a name is followed by one around it: Paris, Texas."""
    return between in (", ", ",", "，") and len(between) <= 2


def find_prefix(name: str, gazetteer: Gazetteer) -> Candidate | None:
    """Return the place that a longer name surely begins with: 太原市 of 太原市卫健委."""
    if not is_chinese(name[:2]):
        return None
    for cut in range(min(len(name) - 1, _LONGEST_PREFIX), 1, -1):
        found = gazetteer.find(name[:cut])
        if found:
            certain = len(found) == 1 and _is_known_well(found[0], cut)
            return found[0] if certain else None
    return None


def find_division_prefix(
    name: str, gazetteer: Gazetteer
) -> tuple[int, Sequence[Candidate], bool] | None:
    """Return where the division ends that a body's name begins with, and what it may mean.

    南京市中级人民法院 begins with 南京市, 云南昆明五华区法院 with a chain. Only full names count:
    上海合作组织 is not in 上海. The last value says that it is a chain.
    """
    for cut in range(min(len(name) - 1, _LONGEST_PREFIX), 2, -1):
        if name[cut - 1] in _DIVISION_ENDINGS:
            found, chained = find_candidates(name[:cut], gazetteer)
            full = [each for each in found if each.form is Form.FULL and each.unit.code]
            if full:
                return cut, full, chained
    return None


def _is_known_well(found: Candidate, length: int) -> bool:
    full = found.form is Form.FULL and length >= 3
    return full or found.unit.level <= Level.PREFECTURE
