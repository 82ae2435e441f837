"""A rule that is proven by columns need not run, so nothing may be proven that its query would find broken."""

import pytest

from kg import proofs
from kg.columns import Columns
from kg.statements import of_nquads
from tests.ontology.test_checks import PLANTED, SOUND, as_quads


def _columns(*trig: str) -> Columns:
    """Gather the columns of a graph; wider terms are not among what a load gathers."""
    found = Columns()
    for line in "".join(map(as_quads, trig)).splitlines(keepends=True):
        found.add(of_nquads(line.encode(), line.rsplit(" ", 2)[1].strip("<>")))
    return found


@pytest.mark.parametrize("rule", proofs.RULES)
def test_what_is_planted_for_a_rule_is_never_proven_away(rule: str) -> None:
    assert rule not in proofs.proven(_columns(SOUND, PLANTED[rule]))


def test_every_rule_that_can_be_proven_is_proven_of_a_sound_graph() -> None:
    """But for the rule on graphs: a load does not gather the ontology, of which the sound graph holds a part."""
    assert proofs.proven(_columns(SOUND)) == set(proofs.RULES) - {"statement-without-snapshot"}


def test_a_list_of_authors_of_which_another_source_says_a_part_is_proven_whole() -> None:
    shared = """
    @prefix : <https://w3id.org/paperkin/> . @prefix pk: <https://w3id.org/paperkin/ontology#> .
    :one { :one pk:assertedBy :one . :p pk:hasAuthorship :p-2 . :p-2 pk:authorPosition 2 . }
    :both { :both pk:assertedBy :one, :other . :p pk:hasAuthorship :p-1 . :p-1 pk:authorPosition 1 . }
    """
    assert "author-position-gap" in proofs.proven(_columns(shared))
    assert "author-position-gap" not in proofs.proven(_columns(shared.replace("authorPosition 2", "authorPosition 3")))
