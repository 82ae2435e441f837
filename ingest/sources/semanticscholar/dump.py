"""The source `semanticscholar` from files: its data set of citations as JSON Lines.

A line names two papers by corpus ids. Its intents are a list for each sentence, in their order, null where unknown.
"""

from dataclasses import dataclass

from ingest import record as rec
from ingest.citing import known_by, usable
from ingest.jsonlines import JsonLines
from ingest.sources.paperswithcode.fields import Entry, UnusableError, read_each
from ingest.sources.semanticscholar.answers import INTENTS, SOURCE

LICENCE = "https://opendatacommons.org/licenses/by/1-0/"


@dataclass(frozen=True)
class SemanticScholarDump(JsonLines):
    """Some files of citations."""

    SOURCE = SOURCE
    TITLE = "citations of Semantic Scholar"
    LICENCE = LICENCE

    def read(self, at: rec.Place, found: object) -> rec.Records:
        return read_each([(at.pointer, found)], at.origin, _citations)


def _citations(entry: Entry) -> rec.Records:
    entry = entry.without_nulls()
    citing, cited = (_work(entry, key) for key in ("citingcorpusid", "citedcorpusid"))
    influential = entry.flag("isinfluential")
    yield citing
    yield cited
    sentences = entry.texts("contexts")
    intents = _intents(entry, len(sentences))
    for sentence, why in zip(sentences, intents, strict=True):
        yield rec.Citation(
            at=entry.at, citing=citing.iri, cited=cited.iri, sentence=sentence, intents=why, influential=influential
        )
    if not sentences:
        yield rec.Citation(at=entry.at, citing=citing.iri, cited=cited.iri, influential=influential)


def _work(entry: Entry, key: str) -> rec.Work:
    corpus = entry.identifier(key)
    if corpus is None or not usable("corpusid", corpus):
        raise UnusableError(f"{key} is missing: the data set does not know which paper is meant")
    who = known_by([("corpusid", corpus)])
    return rec.Work(at=entry.at, iri=who.iri, identifiers=who.identifiers)


def _intents(entry: Entry, sentences: int) -> list[tuple[str, ...]]:
    """Give the intents of each sentence; none where they do not go with the sentences."""
    found = entry.whole("intents")
    if not isinstance(found, list) or len(found) != sentences:
        if found:
            entry.refuse("intents", "not as many as sentences", found)
        return [()] * sentences
    return [_known(entry, words if isinstance(words, list) else []) for words in found]


def _known(entry: Entry, words: list[object]) -> tuple[str, ...]:
    for word in words:
        if not (isinstance(word, str) and word in INTENTS):
            entry.refuse("intents", "an intent that is not known here", word)
    return tuple(dict.fromkeys(INTENTS[word] for word in words if isinstance(word, str) and word in INTENTS))
