"""Every attack, in the groups under which the documentation lists them."""

from __future__ import annotations

from faults.hostile.attack import Attack
from faults.hostile.encodings import ENCODINGS
from faults.hostile.heads import HEADS
from faults.hostile.json_bodies import JSON
from faults.hostile.packed import PACKED
from faults.hostile.page_bodies import PAGES
from faults.hostile.parameters import PARAMETERS
from faults.hostile.request_lines import REQUEST_LINES
from faults.hostile.runs import RUNS
from faults.hostile.wires import WIRES
from faults.hostile.xml_bodies import XML
from faults.hostile.xml_entities import ENTITIES

GROUPS: dict[str, list[Attack]] = {
    "Packed bodies": PACKED,
    "JSON": JSON,
    "XML": XML,
    "XML that names something else": ENTITIES,
    "Encodings": ENCODINGS,
    "Pages and texts": PAGES,
    "Patterns": RUNS,
    "Request lines": REQUEST_LINES,
    "Headers": HEADS,
    "Parameters and types": PARAMETERS,
    "Connections": WIRES,
}
CORPUS: list[Attack] = [each for group in GROUPS.values() for each in group]
