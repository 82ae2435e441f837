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
