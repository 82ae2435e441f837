"""Sentences of descriptions, the links within them, and the kinds of lineage that the rules read."""

import csv
import gzip
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.paperswithcode import kinds
from ingest.sources.paperswithcode.lineage import claims
from ingest.sources.paperswithcode.sentences import LONGEST, method_slug, sentences
from ontology.terms import PROPERTIES
from tests.conftest import SHARED

DUMP = SHARED / "data" / "paperswithcode" / "methods.json.gz"
SAMPLE = Path(__file__).parent / "lineage-sample.csv"
MEASURED = {
    "variant": (12, 12), "builds-on": (11, 12), "replaces": (11, 12), "compared": (9, 12), "removes": (6, 8),
    "component": (15, 22), "mentions": (10, 22),
}  # fmt: skip
"""How many links of the sample the rules judged as a person did, of how many; docs/technique-lineage.md says so."""


def _texts(description: str) -> list[str]:
    return [sentence.text for sentence in sentences(description)]


def _judged(description: str) -> list[tuple[str, str, str]]:
    return [(claim.slug, claim.kind, claim.rule) for claim in claims(description)]


def _marked(text: str) -> str:
    """Make a markdown link of every word in braces."""
    return text.replace("{", "[").replace("}", "](https://paperswithcode.com/method/x)")


# Sentences


@pytest.mark.parametrize(
    ("description", "expected"),
    {
        "One ends. Two ends? Three!": ["One ends.", "Two ends?", "Three!"],
        "It uses layers, e.g. Dropout, i.e. noise. Next.": ["It uses layers, e.g. Dropout, i.e. noise.", "Next."],
        "As in Vaswani et al. Attention is used.": ["As in Vaswani et al. Attention is used."],
        "See Fig. 3 and Eq. 2 for more. Done.": ["See Fig. 3 and Eq. 2 for more.", "Done."],
        "The loss is $a. B$ here. End.": ["The loss is $a. B$ here.", "End."],
        "The loss is\n$$\na. B\n$$\nhere.": ["The loss is $$ a. B $$ here."],
        "A **bold** and *slanted* and _low_ word.": ["A bold and slanted and low word."],
        "The name a_b_c and 2 * 3 stay.": ["The name a_b_c and 2 * 3 stay."],
        r"The path $x\_{t}$ and R\_1 lose the mark.": ["The path $x_{t}$ and R_1 lose the mark."],
        "First line\nstays with the second.\n\nNew paragraph": ["First line stays with the second.", "New paragraph"],
        "Parts:\n- one\n- two\n1. three\n\n* four": ["Parts:", "one", "two", "three", "four"],
        "# Heading\nText": ["Heading Text"],
        "Use `a. B` now. End.": ["Use a. B now.", "End."],
        "It holds (see here. Or there) still. End.": ["It holds (see here. Or there) still.", "End."],
        "It was said. (In brackets.) End.": ["It was said.", "(In brackets.)", "End."],
        "By J. Smith in version 1.5 of it.": ["By J. Smith in version 1.5 of it."],
        "": [],
        " \n\n \n": [],
    }.items(),
)
def test_a_description_splits_into_sentences(description: str, expected: list[str]) -> None:
    assert _texts(description) == expected


def test_line_ends_of_windows_change_nothing() -> None:
    text = "One [A](/method/a).\nTwo.\n\n- Three [B](/method/b)\n- Four"
    assert (
        list(sentences(text))
        == list(sentences(text.replace("\n", "\r\n")))
        == list(sentences(text.replace("\n", "\r")))
    )


def test_sentences_count_through_paragraphs() -> None:
    assert [sentence.number for sentence in sentences("One. Two.\n\nThree.\n- Four")] == [1, 2, 3, 4]


def test_a_stop_within_the_words_of_a_link_ends_nothing() -> None:
    assert _texts("It is [U.S. Net. Two](/method/u) here. End.") == ["It is U.S. Net. Two here.", "End."]


def test_a_link_stands_where_its_words_stand() -> None:
    (sentence,) = sentences("**A** uses $x\\_1$ and [*B* net](/method/b) and ![pic](/x.png) [C](/method/c).")
    assert [(link.slug, sentence.text[link.start : link.end]) for link in sentence.links] == [
        ("b", "B net"),
        ("c", "C"),
    ]


@pytest.mark.parametrize(
    ("address", "slug"),
    {
        "https://paperswithcode.com/method/resnet": "resnet",
        "http://www.paperswithcode.com/method/resnet/": "resnet",
        "https://paperswithcode.com/method/resnet#": "resnet",
        "https://paperswithcode.com/method/resnet?a=b#code": "resnet",
        "/method/resnet": "resnet",
        "method/resnet": "resnet",
        "https://paperswithcode.com/methods/category/transformers": None,
        "https://paperswithcode.com/method/category/transformers": None,
        "https://paperswithcode.com/paper/resnet": None,
        "https://example.org/method/resnet": None,
        "": None,
    }.items(),
)
def test_the_page_of_a_method_is_told_from_other_addresses(address: str, slug: str | None) -> None:
    assert method_slug(address) == slug


def test_links_are_found_with_titles_spaces_nesting_and_next_to_brackets_that_link_nothing() -> None:
    text = '[A]( /method/a "title") [x] (y) [[B](/method/b)](https://example.org) ([C](/method/c)) [1] [D]\n(/method/d)'
    assert [link.slug for sentence in sentences(text) for link in sentence.links] == ["a", "b", "c"]


def test_a_dollar_sign_before_a_link_does_not_swallow_it() -> None:
    assert [
        link.slug for sentence in sentences("It costs $5 with [A](/method/a), $10 without.") for link in sentence.links
    ] == ["a"]


def test_text_without_an_end_is_cut_and_no_link_is_lost() -> None:
    found = list(sentences("word " * 3000 + "[The linked words](/method/a) " * 600))
    assert max(len(sentence.text) for sentence in found) <= LONGEST
    links = [sentence.text[link.start : link.end] for sentence in found for link in sentence.links]
    assert links == ["The linked words"] * 600


# Kinds

CASES = {
    # What comes after the link
    "The {B} is replaced by a gate.": ("replaces", "is-replaced"),
    "The {B} layers are removed.": ("removes", "is-removed"),
    "The {B} stem is adapted to video.": ("builds-on", "is-changed"),
    "It takes {B} as the main structure.": ("builds-on", "as-structure"),
    "Then a {B} (SE) layer is used.": ("component", "is-used"),
    "{B} serves as the base.": ("component", "serves-as"),
    "As {B} is traditionally used in these tasks, it differs.": ("mentions", "no-rule"),
    "{B} is used in most models.": ("mentions", "no-rule"),
    "A is a {B}-free model.": ("removes", "free-of"),
    "A is a {B}-based model.": ("builds-on", "based"),
    "It works on a {B} backbone.": ("component", "backbone"),
    # Replacing, doing without, comparing
    "Instead of using {B}, it sums.": ("replaces", "instead-of"),
    "A replaces the {B} of the block.": ("replaces", "replaces"),
    "A is an alternative to {B}.": ("replaces", "alternative-to"),
    "A does not use {B}.": ("removes", "does-not-use"),
    "It trains without {B}.": ("removes", "without"),
    "Removing {B} from the network.": ("removes", "removes"),
    "Unlike {B}, it is fast.": ("compared", "in-contrast"),
    "It differs from {B} in two ways.": ("compared", "in-contrast"),
    "A outperforms {B}.": ("compared", "better-than"),
    "It has fewer parameters than {B}.": ("compared", "better-than"),
    "It is similar to {B}.": ("compared", "similar-to"),
    # The other direction
    "A is a block used in {B}.": ("mentions", "is-used-in"),
    "It was proposed as part of the {B} network.": ("mentions", "is-used-in"),
    "This module is used by {B}.": ("mentions", "is-used-in"),
    "It was introduced with the {B} model.": ("mentions", "is-used-in"),
    "Image source: {B}": ("mentions", "credit"),
    # Growing from
    "It uses the split introduced by {B}.": ("builds-on", "taken-from"),
    "It uses blocks from {B}.": ("builds-on", "taken-from"),
    "A incorporates convolutions into the {B}.": ("builds-on", "adds-to"),
    "A builds on {B}.": ("builds-on", "based-on"),
    "It is inspired by {B}.": ("builds-on", "inspired-by"),
    "A improves upon {B}.": ("builds-on", "improves-on"),
    "A extends {B} with a gate.": ("builds-on", "extends"),
    "It is derived from {B}.": ("builds-on", "derived-from"),
    "A follows {B}.": ("builds-on", "follows"),
    "Gates close as proposed in {B}.": ("builds-on", "as-in"),
    # Being a kind of
    "A is a variant of {B}.": ("variant", "kind-of"),
    "A is a type of {B} that is small.": ("variant", "kind-of"),
    "A is a deeper version (4x) of {B}.": ("variant", "kind-of"),
    "It belongs to the {B} family.": ("variant", "belongs-to"),
    "A is a 121-layer {B} for images.": ("variant", "is-a"),
    # Having parts
    "The basic building block is a {B}.": ("component", "is-part"),
    "It consists of many {B} layers.": ("component", "made-of"),
    "It is trained with {B}.": ("component", "by-way-of"),
    "A uses {B}.": ("component", "uses"),
    "Attention with {B}.": ("component", "with"),
    # Words that reach no further
    "A uses a gate because {B} fails.": ("mentions", "no-rule"),
    "A uses a gate for {B}.": ("mentions", "no-rule"),
    "A uses a gate in {B}.": ("mentions", "no-rule"),
    "Most methods use {B}.": ("mentions", "no-rule"),
    "The original model uses {B}.": ("mentions", "no-rule"),
    "{B} has been famous for years.": ("mentions", "no-rule"),
}


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_a_rule_reads_the_kind_from_the_words_around_the_link(text: str, expected: tuple[str, str]) -> None:
    assert _judged(_marked(text)) == [("x", *expected)]


def test_every_rule_has_a_case_and_every_kind_a_relation_of_the_ontology() -> None:
    rules = {(rule.kind, rule.name) for rule in (*kinds.AFTER, *kinds.GROWN, *kinds.BEFORE)}
    assert rules <= set(CASES.values())
    assert {kind for kind, _ in rules} == set(kinds.RELATIONS) == set(MEASURED)
    assert set(kinds.RELATIONS.values()) <= set(PROPERTIES)


def test_every_rule_is_in_the_document() -> None:
    document = (Path(__file__).parents[3] / "docs" / "technique-lineage.md").read_text(encoding="utf-8")
    assert {
        rule.name for rule in (*kinds.AFTER, *kinds.GROWN, *kinds.BEFORE) if f"`{rule.name}`" not in document
    } == set()
    for kind, (right, drawn) in MEASURED.items():
        assert f"| {kind} | {right} of {drawn} |" in document


@pytest.mark.parametrize(
    ("description", "expected"),
    {
        "A uses [B](/method/b), [C](/method/c) and [D](/method/d).": "b:component c:component d:component",
        "A extends [B](/method/b) with a [C](/method/c).": "b:builds-on c:component",
        "A replaces [B](/method/b) with [C](/method/c).": "b:replaces c:component",
        "The [B](/method/b) is replaced by a [C](/method/c) layer.": "b:replaces c:component",
        "Instead of [B](/method/b), a [C](/method/c) is used.": "b:replaces c:component",
        "In contrast to [B](/method/b), A does not use [C](/method/c).": "b:compared c:removes",
        "It uses two tricks: [B](/method/b) and [C](/method/c).": "b:component c:component",
        "It combines the [B](/method/b) ([C](/method/c)).": "b:component c:component",
        "A is a [B](/method/b) that uses [C](/method/c).": "b:variant c:component",
        "It is similar to [B](/method/b), which uses [C](/method/c).": "b:compared c:mentions",
        "[B](/method/b) uses [C](/method/c).": "b:mentions c:mentions",
        "A is used in [B](/method/b) and [C](/method/c).": "b:mentions c:mentions",
    }.items(),
)
def test_several_links_of_a_sentence_are_told_apart(description: str, expected: str) -> None:
    assert " ".join(f"{slug}:{kind}" for slug, kind, _ in _judged(description)) == expected


def test_one_claim_for_each_method_kind_and_sentence() -> None:
    text = "A uses [B](/method/b) and again [Bee](/method/b). A uses [B](/method/b)."
    assert [(claim.slug, claim.kind, claim.sentence.number) for claim in claims(text)] == [
        ("b", "component", 1),
        ("b", "component", 2),
    ]


def test_text_without_links_claims_nothing() -> None:
    assert _judged("A is a variant of B, and uses [C](https://example.org/c).") == []


# Any text

WORDS = st.sampled_from(
    [
        "[A](/method/a)",
        "[",
        "](",
        ")",
        "$",
        "**",
        "uses",
        "is a variant of",
        "which",
        ".",
        " ",
        "\r\n",
        "- ",
        "\ufffc",
        "B",
        ",",
    ]
)


@given(st.text() | st.lists(WORDS).map("".join) | st.lists(WORDS).map(" ".join))
def test_no_text_raises_and_links_stay_within_their_sentence(text: str) -> None:
    for number, sentence in enumerate(sentences(text), 1):
        assert sentence.number == number
        assert sentence.text == sentence.text.strip() != ""
        assert all(0 <= link.start <= link.end <= len(sentence.text) for link in sentence.links)
    for claim in claims(text):
        assert claim.kind in kinds.RELATIONS


@pytest.mark.parametrize(
    "part",
    [
        "[",
        "[[a](b)",
        "$",
        "$a ",
        "(",
        "**",
        "`",
        "\n- ",
        ". A.",
        '[a](b "',
        "[x](/method/y) ",
        "is a ",
        "uses a, ",
        "\n   ",
    ],
)
def test_hostile_text_takes_time_in_step_with_its_length(part: str) -> None:
    started = time.perf_counter()
    assert all(len(claim.sentence.text) <= LONGEST for claim in claims(part * (100_000 // len(part))))
    assert time.perf_counter() - started < 10


# The real dump


@pytest.fixture(scope="module")
def methods() -> dict[str, dict[str, Any]]:
    if not DUMP.exists():
        pytest.skip("the real methods dump is not here: it is no part of the project")
    with gzip.open(DUMP, "rt", encoding="utf-8") as file:
        return {entry["url"].rsplit("/", 1)[1]: entry for entry in json.load(file)}


def _sample() -> Iterator[tuple[str, str, int, str]]:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["subject"], row["object"], int(row["sentence"]), row["kind"]


def test_the_sample_is_a_hundred_links_that_the_rules_were_not_made_with() -> None:
    rows = list(_sample())
    assert len(rows) == len({row[:3] for row in rows}) == 100
    assert {kind for *_, kind in rows} == set(kinds.RELATIONS)
    assert all(hashlib.sha256(subject.encode()).digest()[0] % 2 == 1 for subject, *_ in rows)


def test_the_rules_judge_the_sample_as_well_as_the_document_says(methods: dict[str, dict[str, Any]]) -> None:
    right, drawn = Counter[str](), Counter[str]()
    for subject, target, number, kind in _sample():
        found = claims(methods[subject]["description"])
        (ruled,) = [claim.kind for claim in found if (claim.slug, claim.sentence.number) == (target, number)]
        drawn[ruled] += 1
        right[ruled] += ruled == kind
    for kind, (measured, of) in MEASURED.items():
        assert right[kind] / drawn[kind] >= measured / of, kind


def test_the_real_dump_gives_over_1500_claims_of_every_kind(methods: dict[str, dict[str, Any]]) -> None:
    found = [
        (slug, claim)
        for slug, entry in methods.items()
        for claim in claims(entry["description"])
        if claim.slug in methods and claim.slug != slug
    ]
    shares = Counter(claim.kind for _, claim in found)
    assert len(found) > 1500
    assert set(shares) == set(kinds.RELATIONS)
    assert shares["mentions"] < len(found) / 2
    assert all(claim.sentence.text for _, claim in found)
