"""What entered with each record: what is known on both sides is compared, and what is not stays unknown."""

from fractions import Fraction

import networkx as nx

from kg.analysis.steps import Descent, Entry, steps

LINEAGE = nx.MultiDiGraph()
LINEAGE.add_edge("new", "old", "buildsOn", place="Section 1", stated_by="p")
LINEAGE.add_edge("new", "old", "replaces")
LINEAGE.add_edge("new", "elsewhere", "buildsOn")
LINEAGE.add_edge("kept", "old", "variantOf")


def entry(name: str, date: str, *techniques: str, known: bool = True, **facts) -> Entry:
    return Entry(name, name, "1", date, None, frozenset(techniques) if known else None, **facts)


def test_what_entered_and_what_left_are_told_with_the_lineage_between_them() -> None:
    first, step = steps([entry("a", "2019", "old", "kept"), entry("b", "2020", "new", "kept")], LINEAGE)
    assert (first.before, first.entered, first.descents) == (None, None, ())
    assert (step.before.model, step.entered, step.left) == ("a", ("new",), ("old",))
    assert step.descents == (
        Descent("new", "buildsOn", "old", "Section 1", "p"), Descent("new", "replaces", "old", None, None),
    )  # fmt: skip


def test_what_is_unknown_of_either_side_is_not_called_new() -> None:
    for known in ((True, False), (False, True)):
        pair = [entry(name, name, "new", known=sure) for name, sure in zip("ab", known, strict=True)]
        assert (steps(pair, LINEAGE)[-1].entered, steps(pair, LINEAGE)[-1].left) == (None, None)
    same = [entry("a", "2019", "kept"), entry("b", "2020", "kept")]
    assert steps(same, LINEAGE)[-1].entered == ()


def test_what_the_paper_introduced_descends_even_where_uses_are_unknown() -> None:
    old = entry("a", "2019", known=False, introduced=frozenset({"old"}))
    new = entry("b", "2020", known=False, introduced=frozenset({"new"}))
    (_, step) = steps([old, new], LINEAGE)
    assert {(found.technique, found.origin) for found in step.descents} == {("new", "old")}


def test_parameters_are_a_ratio_and_extra_data_a_difference() -> None:
    old = entry("a", "2019", parameters=480, datasets=frozenset({"x"}))
    new = entry("b", "2020", parameters=1843, datasets=frozenset({"x", "y"}))
    step = steps([old, new], LINEAGE)[-1]
    assert (step.ratio, step.datasets) == (Fraction(1843, 480), ("y",))
    step = steps([entry("a", "2019"), new], LINEAGE)[-1]
    assert (step.ratio, step.datasets) == (None, None)


def test_records_of_one_day_are_each_compared_with_each_of_the_day_before() -> None:
    found = steps([entry("a", "1"), entry("b", "1"), entry("c", "2"), entry("d", "2")], LINEAGE)
    pairs = [(step.before and step.before.model, step.entry.model) for step in found]
    assert pairs == [(None, "a"), (None, "b"), ("a", "c"), ("b", "c"), ("a", "d"), ("b", "d")]


def test_a_board_without_records_has_no_steps() -> None:
    assert steps([], LINEAGE) == []
