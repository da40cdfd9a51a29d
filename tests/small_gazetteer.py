"""A gazetteer of a few places, real and made up, for tests of the resolver."""

from __future__ import annotations

from collections.abc import Sequence

from tidings_enrich.places.forms import make_key, shorten_unit
from tidings_enrich.places.units import Candidate, Form, Level, Unit

DIVISIONS = {
    "110000": "北京市",
    "110105": "朝阳区",
    "110112": "通州区",
    "120000": "天津市",
    "120101": "和平区",
    "140000": "山西省",
    "140100": "太原市",
    "140105": "小店区",
    "210000": "辽宁省",
    "210100": "沈阳市",
    "210102": "和平区",
    "211300": "朝阳市",
    "220000": "吉林省",
    "220100": "长春市",
    "220104": "朝阳区",
    "220200": "吉林市",
    "222400": "延边朝鲜族自治州",
    "320000": "江苏省",
    "320600": "南通市",
    "320612": "通州区",
}
TOWNS = {
    ("FR", "法国", "Paris", "巴黎"): 2_100_000,
    ("US", "美国", "Paris", "帕里斯"): 25_000,
    ("US", "美国", "Cambridge", "坎布里奇"): 118_000,
    ("GB", "英国", "Cambridge", "剑桥"): 145_000,
    ("GB", "英国", "London", "伦敦"): 8_900_000,
}
CHINA = 1


class SmallGazetteer:
    """Finds the places above by their full and their short names."""

    def __init__(self) -> None:
        self._names: dict[str, list[Candidate]] = {}
        self.names: list[tuple[str, Candidate]] = []
        units: dict[str, Unit] = {}
        for code, name in DIVISIONS.items():
            above = units.get(f"{code[:4]}00") or units.get(f"{code[:2]}0000")
            level = Level.COUNTY if above else Level.PROVINCE
            if above and code.endswith("00"):
                level = Level.PREFECTURE
            units[code] = Unit(
                id=int(code),
                name=name,
                path=f"{above.path}/{name}" if above else name,
                level=level,
                lineage=(*(above.lineage if above else (CHINA,)), int(code)),
                country="CN",
                code=code,
                latitude=30.0,
                longitude=110.0,
            )
            self._add(name, units[code], Form.FULL)
            for short in shorten_unit(name, ("朝鲜族",)):
                self._add(short, units[code], Form.SHORT)
        for number, ((iso, country, name, chinese), people) in enumerate(TOWNS.items()):
            home = sum(map(ord, iso))
            state = Unit(home, country, country, Level.COUNTRY, (home,), iso, geonames=home)
            if not self.find(country):
                self._add(country, state, Form.FULL)
            town = Unit(
                id=9_000 + number,
                name=chinese,
                path=f"{country}/{chinese}",
                level=Level.CITY,
                lineage=(home, 9_000 + number),
                country=iso,
                geonames=9_000 + number,
                population=people,
            )
            self._add(name, town, Form.FULL)
            self._add(chinese, town, Form.FULL)

    def _add(self, name: str, unit: Unit, form: Form) -> None:
        self._names.setdefault(make_key(name), []).append(Candidate(unit, form))
        self.names.append((name, Candidate(unit, form)))

    def find(self, name: str) -> Sequence[Candidate]:
        return self._names.get(make_key(name), ())
