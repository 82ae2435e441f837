"""Where sources differ, one ordered table says whose word is shown; what several say alike comes first."""

from kg.columns import Columns
from kg.identity.precedence import FIELDS, rank
from kg.statements import of_nquads
from ontology.terms import PK

PAPER = "https://e.org/p"


def columns(*said: tuple[str, str]) -> Columns:
    found = Columns()
    for graph, title in said:
        found.add(
            of_nquads(
                f'<{PAPER}> <{PK.title}> "{title}" <https://e.org/{graph}> .\n'.encode(), f"https://e.org/{graph}"
            )
        )
    return found


def first(*said: tuple[str, str]) -> str:
    def by(graph: str) -> int:
        return rank(PK.title, {"https://e.org/shared": None}.get(graph, graph.rpartition("/")[2]))

    (row,) = columns(*said).first(PK.title, by).iter_rows()
    return str(row[1])


def test_the_source_that_stands_first_in_the_table_is_shown() -> None:
    assert first(("paperswithcode", "A"), ("arxiv", "B"), ("unheard-of", "0")) == "B"


def test_what_several_sources_say_comes_before_what_one_says() -> None:
    assert first(("arxiv", "A"), ("shared", "B")) == "B"


def test_of_several_words_of_one_source_the_least_is_shown() -> None:
    assert first(("arxiv", "B"), ("arxiv", "A")) == "A"


def test_every_field_ranks_the_same_sources() -> None:
    assert len({frozenset(order) for order in FIELDS.values()}) == 1
