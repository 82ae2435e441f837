"""Numbers as people write them in tables."""

import time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.values import Value, parse, plain

CELLS = {
    "88.5%": ("88.5", "%", None),
    "22": ("22", None, None),
    "480M": ("480000000", None, None),
    "53.3m": ("53300000", None, None),
    "580k": ("580000", None, None),
    "0.8B": ("800000000", None, None),
    "20.1K": ("20100", None, None),
    "4.1G": ("4100000000", None, None),
    "2T": ("2000000000000", None, None),
    "2,200": ("2200", None, None),
    "14,700M": ("14700000000", None, None),
    "1,014.45": ("1014.45", None, None),
    "0.57 ± 0.23": ("0.57", None, "0.23"),
    "0.57±0.23": ("0.57", None, "0.23"),
    "81.2 +/- 0.4": ("81.2", None, "0.4"),
    "81.2 +- 0.4%": ("81.2", "%", "0.4"),
    "10k ± 1": ("10000", None, "1000"),
    "**55.6**": ("55.6", None, None),
    "**88.5%**": ("88.5", "%", None),
    "63.7*": ("63.7", None, None),
    "63.7 †": ("63.7", None, None),
    "79.6%%": ("79.6", "%", None),
    " 0.8784": ("0.8784", None, None),
    "57.01 %": ("57.01", "%", None),
    "\ufeff93.3": ("93.3", None, None),
    "90%": ("90", "%", None),
    "-3.5": ("-3.5", None, None),
    "+3.5": ("3.5", None, None),
    ".5": ("0.5", None, None),
    "1e-3": ("0.001", None, None),
    "1.5E+2": ("150", None, None),
    "0": ("0", None, None),
    "-0": ("0", None, None),
    "0.123456789012345678901234567890123456789": ("0.123456789012345678901234567890123456789", None, None),
}
NO_NUMBERS = [
    "", " ", "-", "--", "N/A", "n/a", "nan", "NaN", "inf", "54.60/55.55", "YES", "Kinetics400", "UCF101", "96,94",
    "1,2,3", "2200,000", "e5", "+e5", "1e", ".", "+", "%", "M", "k%", "87:1",
    "1.2.3", "2.2.M", "53 (1080Ti)", "0.33s/img",
    "> 5", "~22", "5 6", "1 2M", "½", "²", "1e9999", "0x10", "1_000", "5 ±", "± 5", "\x00",
]  # fmt: skip


@pytest.mark.parametrize("raw", CELLS)
def test_a_cell_is_read_as_a_person_reads_it(raw: str) -> None:
    number, unit, spread = CELLS[raw]
    found = parse(raw)
    assert found == Value(Decimal(number), unit, Decimal(spread) if spread else None)
    assert found.plain == number


@pytest.mark.parametrize("raw", NO_NUMBERS)
def test_a_cell_without_one_number_gives_none(raw: str) -> None:
    assert parse(raw) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
@example(Decimal("1E+30"))
@example(Decimal("-0.00"))
@example(Decimal("100"))
@example(Decimal("12345678901234567890123456789.123456789"))
def test_a_number_written_plainly_is_read_back_the_same(number: Decimal) -> None:
    written = plain(number)
    assert Decimal(written) == number
    assert parse(written) == Value(Decimal(written))
    assert plain(Decimal(written)) == written


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30))
def test_a_plain_number_has_no_exponent_no_needless_zero_and_one_zero(number: Decimal) -> None:
    written = plain(number)
    assert set(written) <= set("0123456789.-")
    assert "." not in written or written[-1] not in "0."
    assert (written == "0") == (number == 0)


@given(st.integers(0, 10**15), st.integers(0, 6), st.sampled_from("kKmMbBgGtT"))
def test_a_magnitude_moves_the_point_and_changes_no_digit(digits: int, places: int, magnitude: str) -> None:
    number = Decimal(digits).scaleb(-places)
    power = {"k": 3, "m": 6, "b": 9, "g": 9, "t": 12}[magnitude.lower()]
    found = parse(f"{number:f}{magnitude}")
    assert found is not None
    assert found.number == number.scaleb(power)


@given(st.text())
@example("e5")
@example("1e999999999")
@example("1e-999999999")
@example("٣")
def test_no_text_makes_the_reader_fail_and_what_it_reads_can_be_written(raw: str) -> None:
    found = parse(raw)
    if found is not None:
        assert Decimal(found.plain) == found.number


@given(st.text("0123456789.,eEkM%±+-*_ /", max_size=12))
def test_no_mixture_of_signs_makes_the_reader_fail(raw: str) -> None:
    found = parse(raw)
    assert found is None or parse(found.plain) == Value(found.number)


@pytest.mark.parametrize("raw", ["1" + " " * 50_000 + "x", "x" + " " * 50_000 + "x", "1," * 50_000, "9" * 50_000 + "x"])
def test_a_cell_made_to_waste_time_wastes_none(raw: str) -> None:
    begun = time.monotonic()
    assert parse(raw) is None
    assert time.monotonic() - begun < 2
