"""Pictures for print: what is drawn can be read, hostile names are drawn as they are, the same input gives the same."""

import doctest
from collections.abc import Callable
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from kg import looks, timeline
from kg.analysis.adoption import adoption
from kg.analysis.arrays import ArrayGraph
from kg.plot import adoption as spread
from kg.plot import canvas, labels, lineage, network, pareto, ranks, times
from kg.plot.canvas import SMALL, Sheet, begin, extent, fitted, literal, render, style, wrapped

HOSTILE = [
    "$x^2$", "50$ or $5", "\\alpha", "a < b & c > d", "two\nlines", "bell \x07 null \x00", "\ud800", "_hidden", "",
    " ", "שלום עולם", "مرحبا", "\u202eoverride", "深度学习", "long " * 100, "x" * 300, "'quoted\"", "{braces}",
    "%s %d", "]]>",
]  # fmt: skip


ANSWERS = (True, False, None)


def svg(figure: Figure) -> ElementTree.Element:
    return ElementTree.fromstring(render(figure, "svg", 100))


def texts(figure: Figure) -> list[str]:
    return ["".join(found.itertext()) for found in svg(figure).iter("{http://www.w3.org/2000/svg}text")]


def points(names: list[str]) -> list[ranks.Point]:
    return [
        ranks.Point(name, 80 + place, f"20{place % 10 + 10}", 10**6 * (place + 1), ANSWERS[place % 3], True, True)
        for place, name in enumerate(names)
    ]  # fmt: skip


def things(names: list[str]) -> tuple[list[lineage.Thing], list[lineage.Edge]]:
    nodes = [
        lineage.Thing(str(place), name, f"20{10 + place % 10}" if place % 4 < 3 else None, "technique", int(place > 0))
        for place, name in enumerate(names)
    ]
    return nodes, [lineage.Edge(node.key, "0", kind) for node in nodes[1:] for kind in ("buildsOn", "unheard")]


def graph(names: list[str]) -> ArrayGraph:
    known = [name.encode(errors="replace").decode() for name in names]
    facts = pl.DataFrame({"label": known, "date": [f"20{10 + place % 10}" for place in range(len(names))]})
    numbers = np.arange(len(names))
    return ArrayGraph(numbers.tolist(), numbers[1:], np.zeros(len(names) - 1, np.int64), facts)


def curve(names: list[str]) -> list[spread.Spread]:
    papers = pl.DataFrame({"paper": ["p", "q"], "date": ["2019-05-01", "2021"]})
    uses = pl.DataFrame({"paper": ["p", "q"], "technique": ["t", "t"]})
    return [spread.Spread(name, adoption(papers, uses, "t", "p")) for name in names]


DRAWINGS: dict[str, Callable[[list[str]], Figure]] = {
    "ranks": lambda names: ranks.draw(Sheet(names[0], names), points(names), names[0], higher=True),
    "pareto": lambda names: pareto.draw(Sheet(names[0], names), points(names), names[0], higher=False),
    "lineage": lambda names: lineage.draw(Sheet(names[0], names), *things(names)),
    "adoption": lambda names: spread.draw(Sheet(names[0], names), curve(names[:9])),
    "network": lambda names: network.draw(Sheet(names[0], names), network.most_important(graph(names), 50), names[0]),
    "network by community": lambda names: network.draw(
        Sheet(names[0], names), network.most_important(graph(names), 50), names[0], [*names[1:], None]
    ),
}
NAMES = ["ViT-G/14", "Swin Transformer", "CvT", "BEiT", "CaiT"]


@pytest.fixture(autouse=True)
def _style():  # type: ignore[no-untyped-def]
    with style():
        yield


@pytest.mark.parametrize("kind", DRAWINGS)
def test_the_same_input_gives_the_same_bytes_without_a_date(kind: str) -> None:
    for form in ("svg", "png"):
        one, other = (render(DRAWINGS[kind](NAMES), form, 50) for _ in range(2))
        assert one == other
        assert b"<dc:date>" not in one
        assert b"Software" not in one


@pytest.mark.parametrize("kind", DRAWINGS)
def test_names_stand_in_an_svg_as_text(kind: str) -> None:
    found = texts(DRAWINGS[kind](NAMES))
    for name in NAMES[1:] if kind == "adoption" else NAMES[:1]:
        assert any(name in text for text in found), name


@pytest.mark.parametrize("kind", DRAWINGS)
def test_hostile_names_are_drawn_and_none_is_read_as_markup(kind: str) -> None:
    for first in range(0, len(HOSTILE), 5):
        names = HOSTILE[first : first + 5]
        shown = texts(DRAWINGS[kind](names))
        for name in names:
            assert len(name) > 90 or any(literal(name) in text for text in shown), name
    assert render(DRAWINGS[kind](HOSTILE), "png", 40).startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", DRAWINGS)
def test_a_picture_has_the_size_that_was_asked_for(kind: str) -> None:
    figure = DRAWINGS[kind](NAMES)
    data = render(figure, "png", 100)
    size = int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    assert size[0] == 720
    assert size[1] == pytest.approx(figure.get_figheight() * 100, abs=1)


def test_a_sheet_that_names_a_height_has_it() -> None:
    figure = ranks.draw(Sheet("t", width=4, height=3), points(NAMES), "m", higher=True)
    assert figure.get_size_inches().tolist() == [4, 3]


# Text


@pytest.mark.parametrize("module", [times, canvas, looks, timeline])
def test_the_examples_in_docstrings_give_what_they_say(module) -> None:
    assert doctest.testmod(module).failed == 0


def test_text_becomes_one_line_of_signs_that_have_a_shape() -> None:
    assert literal("On\r\n two\tlines \x07") == "On two lines \ufffd"
    assert literal("\ud800") == "\ufffd"
    assert literal("a\u202eb\u200bc") == "abc"


@given(st.text(max_size=40), st.floats(0.2, 3))
@settings(max_examples=50)
def test_a_cut_line_fits(text: str, width: float) -> None:
    line = literal(text)
    cut = fitted(line, SMALL, width)
    assert cut == line or (extent(cut, SMALL)[0] <= width or cut == "…")
    assert line.startswith(cut.removesuffix("…"))


@given(st.lists(st.text("abc", min_size=1, max_size=6), min_size=1, max_size=12))
@settings(max_examples=30)
def test_broken_lines_fit_and_lose_no_word(words: list[str]) -> None:
    lines = wrapped(" ".join(words), SMALL, 1.0)
    assert " ".join(lines).split() == words
    assert all(extent(line, SMALL)[0] <= 1.0 for line in lines)


# Labels


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0, 10)), min_size=1, max_size=25, unique=True))
@settings(max_examples=25)
def test_no_name_hides_another_and_none_leaves_the_axes(spots: list[tuple[float, float]]) -> None:
    figure, axes = begin(Sheet("t"), 4)
    axes.set_xlim(-1, 11)
    axes.set_ylim(-1, 11)
    left_out = labels.write(axes, [labels.Label(f"name {place}", *spot) for place, spot in enumerate(spots)], spots)
    render(figure, "png", 72)
    boxes = [text.get_window_extent() for text in axes.texts]
    assert len(boxes) + left_out == len(spots)
    frame = axes.get_window_extent()
    for place, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:place])
        assert frame.x0 - 1 <= box.x0
        assert box.x1 <= frame.x1 + 1


def test_a_name_that_must_be_there_is_there() -> None:
    _, axes = begin(Sheet("t"), 2)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    many = [labels.Label("a long name of some thing", 0.5, 0.5, must=must) for must in (True, False) * 60]
    left_out = labels.write(axes, many, [(0.5, 0.5)])
    assert len(axes.texts) >= 60
    assert left_out == len(many) - len(axes.texts) > 0


# Time, networks


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [("2019-03-01", "2019-06-01", ["Mar 2019", "Apr 2019", "May 2019", "Jun 2019"]),
     ("2012-12-01", "2021-07-01", [str(year) for year in range(2013, 2022)]),
     ("2019-01-01", "2021-12-31", ["Jan 2019", "Jul 2019", "Jan 2020", "Jul 2020", "Jan 2021", "Jul 2021"]),
     ("1936-01-01", "2021-01-01", ["1940", "1950", "1960", "1970", "1980", "1990", "2000", "2010", "2020"])],
)  # fmt: skip
def test_time_is_marked_in_months_or_years(since: str, until: str, expected: list[str]) -> None:
    assert [name for _, name in times.marks(times.day(since), times.day(until))] == expected


def test_the_most_important_nodes_are_those_with_the_most_edges_to_them() -> None:
    edges = np.array([(1, 0), (2, 0), (3, 0), (4, 3), (5, 3), (6, 5), (7, 7)])
    facts = pl.DataFrame({"label": list("abcdefgh"), "date": ["2020"] * 8})
    found = network.most_important(ArrayGraph(list("abcdefgh"), edges[:, 0], edges[:, 1], facts), 3)
    assert found.graph.names == ["a", "d", "f"]
    assert found.weights.tolist() == [3, 2, 1]


def test_a_node_that_is_joined_to_none_of_the_others_is_not_drawn() -> None:
    edges = np.array([(1, 0), (2, 0), (4, 3), (1, 2)])
    facts = pl.DataFrame({"label": list("abcde"), "date": ["2020"] * 5})
    found = network.most_important(ArrayGraph(list("abcde"), edges[:, 0], edges[:, 1], facts), 3)
    assert found.graph.names == ["a", "c"]


def test_the_line_of_the_best_is_a_stair_and_values_too_large_are_left_out() -> None:
    found = [ranks.Point("huge", float("inf"), "2020", 1, None, True), *points(NAMES)]
    figure = ranks.draw(Sheet("t"), found, "m", higher=True)
    (line,) = (line for line in figure.axes[0].lines if len(line.get_xdata()) > 2)
    across, up = line.get_xdata(), line.get_ydata()
    assert all(across[i] == across[i + 1] or up[i] == up[i + 1] for i in range(len(across) - 1))
    assert "huge" not in texts(figure)
