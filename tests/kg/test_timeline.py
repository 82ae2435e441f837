"""The layout on a time axis, as laws."""

from hypothesis import given
from hypothesis import strategies as st

from kg.timeline import Node, arrange, moment, ticks

LETTER, MARK = 6.6, 24.0

nodes = st.lists(
    st.builds(
        Node,
        key=st.uuids().map(str),
        label=st.text(min_size=1, max_size=30),
        moment=st.none() | st.integers(0, 2_000_000_000_000).map(float),
    ),
    min_size=1,
    max_size=25,
    unique_by=lambda node: node.key,
)


@given(nodes)
def test_no_two_marks_stand_on_the_same_spot(found: list[Node]) -> None:
    spots = arrange(found, [], found[0].key).spots
    assert set(spots) == {node.key for node in found}
    assert len(set(spots.values())) == len(found)


@given(nodes)
def test_dated_things_stand_at_their_dates_and_the_others_before_all_dates(found: list[Node]) -> None:
    layout = arrange(found, [], found[0].key)
    for node in found:
        x = layout.spots[node.key][0]
        if node.moment is not None:
            assert abs(x - node.moment) <= 1.0 + abs(node.moment) * 1e-6
        elif layout.since is not None:
            assert x < layout.since
    assert all(layout.left <= x <= layout.right for x, _ in layout.spots.values())


@given(nodes, st.data())
def test_the_layout_does_not_depend_on_the_order_of_the_edges(found: list[Node], data: st.DataObject) -> None:
    keys = [node.key for node in found]
    edges = data.draw(st.lists(st.tuples(st.sampled_from(keys), st.sampled_from(keys)), max_size=20))
    shuffled = data.draw(st.permutations(edges))
    assert arrange(found, edges, keys[0]) == arrange(found, shuffled, keys[0])


def test_labels_in_one_lane_do_not_overlap() -> None:
    year = 365 * 86_400_000.0
    found = [Node(f"n{i}", "a label of some length", i * year / 4) for i in range(24)]
    layout = arrange(found, [(f"n{i}", f"n{i + 1}") for i in range(23)], "n0")
    scale = (layout.right - layout.left) / 760
    lanes: dict[int, list[float]] = {}
    for node in found:
        x, lane = layout.spots[node.key]
        lanes.setdefault(lane, []).append(x)
    for places in lanes.values():
        apart = [later - earlier for earlier, later in zip(sorted(places), sorted(places)[1:], strict=False)]
        assert all(gap / scale >= len("a label of some length") * LETTER for gap in apart)


def test_a_date_of_less_precision_stands_in_the_middle_of_what_it_says() -> None:
    assert moment("2021") == moment("2021-07-01")
    assert moment("2021-03") == moment("2021-03-15")
    assert moment(None) is moment("") is moment("in press") is moment("2021-02-31") is None


def test_ticks_are_years_over_many_years_and_quarters_over_few() -> None:
    many = ticks(moment("2015-03-01") or 0, moment("2021-07-01") or 0)
    assert many == [moment(f"{year}-01-01") for year in range(2016, 2022)]
    few = ticks(moment("2020-11-01") or 0, moment("2021-07-02") or 0)
    assert few == [moment("2021-01-01"), moment("2021-04-01"), moment("2021-07-01")]


def test_a_lineage_without_any_date_still_has_a_layout() -> None:
    layout = arrange([Node("a", "A", None), Node("b", "B", None)], [("a", "b")], "a")
    assert layout.since is None
    assert layout.lanes == 2
