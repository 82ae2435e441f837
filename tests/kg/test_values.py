"""Values keep their type on every way out and in."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.values import Iri, Table, from_json, to_json

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)
BINDINGS = st.one_of(st.text(), st.text().map(Iri), st.integers(), NUMBERS, st.booleans())


@given(st.dictionaries(st.text(), BINDINGS))
def test_bindings_come_back_with_their_values_and_types(bindings: dict) -> None:
    again = from_json(to_json(bindings))
    assert again == bindings
    assert {name: type(value) for name, value in again.items()} == {name: type(v) for name, v in bindings.items()}


@pytest.mark.parametrize(("value", "text"), [(Decimal("1.50"), "1.50"), (Decimal("1E+3"), "1E+3"), (-0, "0")])
def test_numbers_keep_the_digits_that_they_were_written_with(value: object, text: str) -> None:
    assert str(from_json(to_json({"x": value}))["x"]) == text


def test_an_iri_is_text_and_still_known_from_a_literal() -> None:
    assert Iri("x:y") == "x:y"
    assert isinstance(from_json(to_json({"a": Iri("x:y"), "b": "x:y"}))["a"], Iri)
    assert not isinstance(from_json(to_json({"a": Iri("x:y"), "b": "x:y"}))["b"], Iri)


@pytest.mark.parametrize("text", ["True", "1", "1.0", "None", "null", "[]"])
def test_text_that_looks_like_another_value_stays_text(text: str) -> None:
    assert from_json(to_json({"x": text})) == {"x": text}


def test_a_table_gives_its_rows_by_column() -> None:
    table = Table(("a", "b"), [(1, None), (2, "x")])
    assert table.dicts() == [{"a": 1, "b": None}, {"a": 2, "b": "x"}]


def test_a_row_that_does_not_fit_its_columns_is_an_error() -> None:
    with pytest.raises(ValueError, match="argument"):
        Table(("a", "b"), [(1,)]).dicts()
