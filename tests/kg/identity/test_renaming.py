"""Statements about a joined paper stand under its one name; all others stay to the letter."""

import polars as pl

from kg.identity.renaming import Renaming
from kg.statements import of_nquads

OLD, NEW, GRAPH = "https://e.org/old", "https://e.org/new", "https://e.org/g"
RENAMING = Renaming(pl.DataFrame({"alias": [OLD], "canonical": [NEW]}))


def renamed(*lines: str) -> list[str]:
    block = of_nquads("".join(f"{line} <{GRAPH}> .\n" for line in lines).encode(), GRAPH)
    return RENAMING.of(block).nquads().decode().splitlines()


def test_subject_and_object_get_the_new_name() -> None:
    assert renamed(f"<{OLD}> <p> <{OLD}>", f"<s> <p> <{OLD}>") == [
        f"<{NEW}> <p> <{NEW}> <{GRAPH}> .", f"<s> <p> <{NEW}> <{GRAPH}> .",
    ]  # fmt: skip


def test_literals_longer_names_and_other_statements_are_left_alone() -> None:
    lines = [f'<s> <p> "<{OLD}>"', f"<{OLD}/1> <p> <o>", '<s> <p> "two words"@en']
    assert renamed(*lines) == [f"{line} <{GRAPH}> ." for line in lines]


def test_a_literal_of_a_renamed_thing_is_kept_to_the_letter() -> None:
    assert renamed(f'<{OLD}> <p> "a  \\"b\\" <c> ."') == [f'<{NEW}> <p> "a  \\"b\\" <c> ." <{GRAPH}> .']


def test_without_names_the_block_itself_is_given() -> None:
    block = of_nquads(f"<s> <p> <o> <{GRAPH}> .\n".encode(), GRAPH)
    assert Renaming().of(block) is block
    assert RENAMING.of(block) is block
