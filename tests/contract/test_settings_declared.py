"""What each stage reads at its start is what it declares, so that nothing wrong is read later."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tidings.configuration.declaration import find_declarations, list_known_names, list_variables

STAGES = ("ingest", "enrich", "index", "watch", "desk")
# Where the main module of a stage is that has no package of its own.
INSIDE = {"watch": "tidings_index.watch"}


def read_main(stage: str) -> str:
    spec = find_spec(INSIDE.get(stage, f"tidings_{stage}"))
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name("main.py").read_text(encoding="utf-8")


def test_every_stage_and_the_provisioning_declare_their_settings():
    assert {"provision", *STAGES} <= set(find_declarations())


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_checks_every_class_that_it_reads_before_it_reads_one(stage):
    main = read_main(stage)
    read = set(re.findall(r"\b(\w+Settings)\(\)", main))
    declared = {each.__name__ for each in find_declarations()[stage].classes}
    assert read
    assert read <= declared
    body = main[main.index("\ndef main()") :]
    assert body.index("check_settings(DECLARATION)") < body.index("Settings()")


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_can_be_started_as_a_module(stage):
    assert read_main(stage).endswith('if __name__ == "__main__":\n    main()\n')


def test_every_variable_has_a_form_that_says_more_than_a_type():
    for declaration in find_declarations().values():
        for settings in declaration.classes:
            for each in list_variables(settings):
                assert each.form, each.name
                assert "<" not in each.default, each.name


def test_a_variable_of_another_stage_is_no_unknown_one():
    declarations = find_declarations()
    assert "TIDINGS_BULK_ITEMS" in list_known_names(declarations.values())
