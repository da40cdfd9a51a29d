"""The faults that ``make mutants`` puts in can be put in, and docs/promises.md lists them."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from mutants.mutation import Mutation, MutationError, load_mutations
from mutants.table import PAGE, complete_page

ROOT = Path(__file__).parents[2]
MUTATIONS = load_mutations()
BY_MUTATION = pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.name)


@cache
def find_functions(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(each.name for each in tree.body if isinstance(each, kinds))


@BY_MUTATION
def test_a_fault_can_be_put_in_and_what_comes_of_it_is_python(mutation):
    faulty = mutation.apply((ROOT / mutation.file).read_text(encoding="utf-8"))
    compile(faulty, mutation.file, "exec")


@BY_MUTATION
def test_the_tests_that_catch_a_fault_exist(mutation):
    assert mutation.tests
    for test in mutation.tests:
        file, _, name = test.partition("::")
        assert name in find_functions(file), test


@pytest.mark.parametrize("source", ["", "a = 2", "a = 1; a = 1"])
def test_a_fault_whose_text_does_not_stand_exactly_once_is_an_error_that_names_it(source):
    mutation = Mutation("two for one", 1, "a.py", "a = 1", "a = 2", ("t.py::test_a",))
    with pytest.raises(MutationError, match=r"two for one: .* times in a\.py"):
        mutation.apply(source)


def test_each_fault_has_a_name_of_its_own():
    names = [each.name for each in MUTATIONS]
    assert len(names) == len(set(names))


def test_each_promise_of_the_page_has_a_fault_that_breaks_it():
    text = PAGE.read_text(encoding="utf-8")
    promises = [int(number) for number in re.findall(r"^## (\d+)\. ", text, re.MULTILINE)]
    assert promises == list(range(1, len(promises) + 1))
    assert {each.promise for each in MUTATIONS} == set(promises)


def test_the_page_lists_the_faults_that_are_put_in():
    page = PAGE.read_text(encoding="utf-8")
    assert page == complete_page(page)
