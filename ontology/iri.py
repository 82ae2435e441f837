"""The only module that mints IRIs of things.

An IRI comes from the strongest identifier there is and never drops a character: what an IRI may not
hold is percent-encoded as UTF-8 (RFC 3986, section 2.1), so different identifiers stay different.
"""

import re
from functools import lru_cache
from urllib.parse import quote, unquote

BASE = "https://w3id.org/paperkin/"

_NEW_ARXIV = re.compile(r"([0-9]{4}\.[0-9]{4,5})(v[0-9]+)?")
_OLD_ARXIV = re.compile(r"([a-z-]+)(?:\.[A-Za-z-]+)?/([0-9]{7})(v[0-9]+)?")
_ARXIV_PREFIX = re.compile(r"\A(?:(?:https?://(?:www\.|export\.)?arxiv\.org/(?:abs/|pdf/)?|arxiv:)\s*)+", re.IGNORECASE)
_DOI_PREFIX = re.compile(r"\A(?:(?:https?://(?:dx\.|www\.)?doi\.org/|doi:)\s*)+", re.IGNORECASE)
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_DOI = re.compile(r"10\.[0-9.]+/.+", re.DOTALL)
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
"""DOIs ignore the case of ASCII letters only."""


def _grammar() -> re.Pattern[str]:
    """Compile the rule IRI of RFC 3987, section 2.2, with a scheme and no IP literals."""
    planes = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14))
    letters = rf"A-Za-z0-9._~!$&'()*+,;=\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{planes}\U000e1000-\U000efffd"
    private = r"\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
    host, user, path, query, fragment = (
        f"[{letters}{more}-]*(?:%[0-9A-Fa-f]{{2}}[{letters}{more}-]*)*"
        for more in ("", ":", ":@/", f":@/?{private}", ":@/?")
    )
    hierarchy = rf"(?://(?:{user}@)?{host}(?::[0-9]*)?(?:/{path})?|(?!//){path})"
    return re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:{hierarchy}(?:\?{query})?(?:#{fragment})?")


_IRI = _grammar()
_PLAIN = re.compile(r"https?://(?:[A-Za-z0-9._~/-]++|%[0-9A-Fa-f]{2})++")
"""What nearly all IRIs are; the whole grammar takes three times as long.

Possessive, so that no text makes it try twice."""


def arxiv_id(text: str) -> str | None:
    """Give the arXiv identifier in `text`, without its version; None where there is none.

    Examples
    --------
    >>> arxiv_id("http://arxiv.org/abs/2010.11929v2")
    '2010.11929'
    >>> arxiv_id("math.GT/0309136v1")
    'math/0309136'
    >>> arxiv_id("10.48550/arXiv.2010.11929")
    '2010.11929'
    >>> arxiv_id("ViT") is None
    True
    """
    if found := _NEW_ARXIV.fullmatch(text):  # as nearly all are written
        return found[1]
    bare = _ARXIV_PREFIX.sub("", text.strip()).removesuffix(".pdf")
    if found := _ARXIV_DOI.fullmatch(doi(bare)):
        bare = found[1]
    if found := _NEW_ARXIV.fullmatch(bare):
        return found[1]
    if found := _OLD_ARXIV.fullmatch(bare):
        return f"{found[1]}/{found[2]}"
    return None


def doi(text: str) -> str:
    """Give a DOI in its one spelling: no resolver in front, lower case (DOIs ignore case).

    Examples
    --------
    >>> doi("https://doi.org/10.1162/NECO.1991.3.1.79")
    '10.1162/neco.1991.3.1.79'
    """
    return _DOI_PREFIX.sub("", text.strip()).translate(_LOWER)


def valid(text: str) -> bool:
    """Tell whether `text` is an IRI with a scheme (RFC 3987), such that every RDF tool takes it.

    Examples
    --------
    >>> valid("https://example.org/a?b#c"), valid("example.org"), valid("https://example.org/a b")
    (True, False, False)
    """
    return _PLAIN.fullmatch(text) is not None or _IRI.fullmatch(text) is not None


def paper(*, arxiv: str | None = None, doi_name: str | None = None, own: tuple[str, str] | None = None) -> str:
    """Mint the IRI of a paper from its strongest identifier: arXiv, else DOI, else the source's own.

    Parameters
    ----------
    arxiv, doi_name : str, optional
        Identifiers as any source writes them; an arXiv DOI counts as the arXiv identifier.
    own : (str, str), optional
        The source and its own key.

    Raises
    ------
    ValueError
        If `arxiv` is not an arXiv identifier, `doi_name` is not a DOI, or nothing identifies the paper.

    Examples
    --------
    >>> paper(arxiv="2010.11929v2", doi_name="10.1/x")
    'https://w3id.org/paperkin/paper/arxiv/2010.11929'
    >>> paper(doi_name="10.1162/neco.1991.3.1.79")
    'https://w3id.org/paperkin/paper/doi/10.1162%2Fneco.1991.3.1.79'
    >>> paper(own=("review", "47"))
    'https://w3id.org/paperkin/paper/review/47'
    """
    found = arxiv_id(arxiv or doi_name or "")
    if arxiv and not found:
        raise ValueError(f"not an arXiv identifier: {arxiv!r}")
    if found:
        return on_arxiv(found)
    if doi_name:
        if not _DOI.fullmatch(doi(doi_name)):
            raise ValueError(f"not a DOI: {doi_name!r}")
        return _mint("paper", "doi", doi(doi_name))
    if own:
        return _mint("paper", *own)
    raise ValueError("a paper needs an arXiv identifier, a DOI or the source's own key")


def on_arxiv(name: str) -> str:
    """Mint the IRI of a paper from what `arxiv_id` gives.

    Examples
    --------
    >>> on_arxiv("math/0309136")
    'https://w3id.org/paperkin/paper/arxiv/math%2F0309136'
    """
    return f"{BASE}paper/arxiv/{name.replace('/', '%2F')}"  # the rest of its grammar needs no encoding


def author(source: str, name: str) -> str:
    """Mint the IRI of an author known to `source` by name alone.

    Examples
    --------
    >>> author("review", "Quoc V. Le")
    'https://w3id.org/paperkin/author/review/Quoc%20V.%20Le'
    """
    return _mint("author", source, name)


def thing(kind: str, source: str, key: str) -> str:
    """Mint the IRI of a technique, dataset, task, metric or another thing that `source` names by `key`.

    Examples
    --------
    >>> thing("dataset", "paperswithcode", "ImageNet V2")
    'https://w3id.org/paperkin/dataset/paperswithcode/ImageNet%20V2'
    """
    return _mint(kind, source, key)


def benchmark(source: str, task: str, *dataset: str) -> str:
    """Mint the IRI of a benchmark: a task on a dataset, or on the subset of one that a path of names leads to.

    Examples
    --------
    >>> benchmark("paperswithcode", "Image Classification", "ImageNet")
    'https://w3id.org/paperkin/benchmark/paperswithcode/Image%20Classification/ImageNet'
    """
    return _mint("benchmark", source, task, *dataset)


def model(paper_iri: str, name: str) -> str:
    """Mint the IRI of a model: a system of that exact name in that paper.

    Examples
    --------
    >>> model(paper(arxiv="1905.00546"), "Net+")
    'https://w3id.org/paperkin/model/arxiv/1905.00546/Net%2B'
    """
    return f"{BASE}model/{_path(paper_iri)}/{_quote(name)}"


def result(benchmark_iri: str, model_iri: str) -> str:
    """Mint the IRI of a result: one per benchmark, paper and model name."""
    return f"{BASE}result/{_path(benchmark_iri)}/{_path(model_iri)}"


def part(of: str, kind: str, *keys: str) -> str:
    """Mint the IRI of something that exists only as part of another: a measurement, an authorship.

    Examples
    --------
    >>> part(paper(arxiv="2010.11929"), "authorship", "1")
    'https://w3id.org/paperkin/authorship/paper/arxiv/2010.11929/1'
    """
    return BASE + "/".join([kind, of.removeprefix(BASE), *map(_quote, keys)])


def snapshot(source: str, digest: str) -> str:
    """Mint the IRI of a snapshot, which is the IRI of its named graph too."""
    return _mint("snapshot", source, digest)


def shared(digest: str) -> str:
    """Mint the IRI of the graph of statements that a set of snapshots makes together."""
    return _mint("shared", digest)


def derived(name: str) -> str:
    """Mint the IRI of a graph of derived statements.

    Examples
    --------
    >>> derived("ranks")
    'https://w3id.org/paperkin/derived/ranks'
    """
    return _mint("derived", name)


def key(of: str) -> str:
    """Give back the last key that an IRI was minted from.

    Examples
    --------
    >>> key(thing("metric", "paperswithcode", "Top 1 Accuracy"))
    'Top 1 Accuracy'
    """
    return unquote(of.rsplit("/", 1)[1])


def _mint(kind: str, *parts: str) -> str:
    return BASE + "/".join([kind, *map(_quote, parts)])


def _path(iri: str) -> str:
    return iri.removeprefix(BASE).split("/", 1)[1]


_WORDS = re.compile(r"[A-Za-z0-9._~ -]+")
"""What most names are; in them, spaces alone are encoded."""


@lru_cache(maxsize=1 << 16)
def _quote(part: str) -> str:
    if not part:
        raise ValueError("an empty key identifies nothing")
    if part in {".", ".."}:
        return part.replace(".", "%2E")
    if _WORDS.fullmatch(part):
        return part.replace(" ", "%20")
    return quote(part, safe="")
