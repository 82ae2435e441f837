"""The rules that tell which kind of lineage the words around a link state.

Each rule is a name, a kind and the words that it looks for. `docs/technique-lineage.md` shows each with an
example. `LINK` stands for any other link of the sentence.
"""

import re
from dataclasses import dataclass

from ontology.terms import PK

LINK = "\ufffc"

RELATIONS = {
    "variant": PK.variantOf, "builds-on": PK.buildsOn, "component": PK.hasComponent, "replaces": PK.replaces,
    "removes": PK.removes, "compared": PK.comparedWith, "mentions": PK.mentions,
}  # fmt: skip
"""The kinds of lineage, and the relation of the ontology that each one is."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that state a kind of lineage; at most `reach` words stand between them and the link."""

    name: str
    kind: str
    words: str
    reach: int = 8


def _verbs(stems: str) -> str:
    """Write verbs, given by their stems, in the forms that say what a thing does: uses, use, using.

    A stem that ends in ``-`` has an ``e`` there that -ing takes away.
    """
    forms = (rf"{stem[:-1]}(?:es?|ing)" if stem.endswith("-") else rf"{stem}(?:s|es|ing)?" for stem in stems.split())
    return f"(?:{'|'.join(forms)})"


_IS = r"(?:is|are|was|were|be|been|being)"
_OFTEN = r"(?:\w+ly )?(?<!originally )(?<!traditionally )(?<!commonly )(?<!usually )(?<!typically )(?<!routinely )"
_THE = r"(?:the |an? |its |their |this |these |any |all |both |original |regular |standard |vanilla |traditional )*"
_DONE = (
    r"(?:used|utili[sz]ed|employed|applied|adopted|added|leveraged|incorporated|introduced|inserted|chosen|exploited"
    r"|performed|stacked|integrated|included|proposed)"
)
_MADE = (
    r"(?:performed|achieved|extracted|computed|generated|modell?ed|predicted|obtained|processed|implemented|updated"
    r"|encoded|trained|optimi[sz]ed|learn(?:ed|t)|discovered|found|fused|equipped|augmented|tuned|designed|developed)"
)
_KIND = (
    r"(?:type|kind|form|variant|variation|version|extension|generali[sz]ation|modification|instance|flavou?r|family"
    r"|instantiation|sub-?class|special case|adaptation|reformulation|formulation|simplification|upgrade)s?"
)
_HEAD = (
    r"(?:backbone|building block|encoder|decoder|base (?:model|network)|optimi[sz]er|feature extractor|classifier)s?"
)
_DESIGN = r"(?:model|architecture|network|framework|approach|method|system|detector|agent|transformer|classifier)"
_NOT_A_NOUN = (
    r"(?:of|for|in|on|to|with|by|that|which|from|and|where|between|than|as|at|via|using|used|based|inspired|proposed"
    r"|introduced|found|replaced|applied|trained|learned|not|the|similar|able|followed|only)\b"
)

_USES = _verbs(
    "us- utiliz- utilis- employ leverag- exploit adopt incorporat- includ- contain compris- combin- integrat- embed add"
    " introduc- insert stack involv- mix feature perform"
)

AFTER = (
    Rule("is-replaced", "replaces", rf"{_IS} (?:all |also |then |redesigned and )?(?:replaced|substituted|swapped)\b"),
    Rule("is-removed", "removes", rf"{_IS} (?:all |also |then )?(?:removed|dropped|eliminated|discarded|omitted)\b"),
    Rule("is-changed", "builds-on", rf"{_IS} (?:also |then |further )?(?:extended|adapted|modified|redesigned)\b"),
    Rule(
        "as-structure", "builds-on",
        r"as (?:the |its |an? )?(?:main|basic|base|overall) (?:structure|framework|model)\b",
    ),
    Rule("is-used", "component", rf"{_IS} (?:also |then |further )?{_OFTEN}{_DONE}\b(?! (?:in|by|as part)\b)"),
    Rule("serves-as", "component", rf"(?:serves? as|as (?:the |an? |its )?(?:\w+ ){{0,2}}{_HEAD})\b"),
)  # fmt: skip
"""Words after the link, in this order. Up to six words may stand between, of a list of links or a noun."""

GROWN = (
    Rule("free-of", "removes", r"[- ]free\b"),
    Rule("based", "builds-on", rf"[- ](?:based|like|style|inspired)\b(?: [\w-]+){{0,3}}? {_DESIGN}s?\b"),
    Rule("backbone", "component", r"(?:[-\w.+]+)? backbones?\b"),
)
"""Words that are grown together with the link, as in "a [BERT]-based model"."""

BEFORE = (
    Rule(
        "instead-of", "replaces",
        r"(?:instead of|rather than|in place of|in lieu of)(?: (?:just |only |simply )?\w+ing)?",
    ),
    Rule("replaces", "replaces", rf"(?:{_verbs('replac- substitut- swap')}|changing)"),
    Rule("alternative-to", "replaces", r"(?:alternatives?|replacements?|substitutes?) (?:to|for|of)"),
    Rule(
        "does-not-use", "removes",
        r"(?:do|does|did) not (?:use|need|require|employ|rely on|have|include|contain|apply)", 4,
    ),
    Rule(
        "without", "removes",
        r"(?:without(?: (?:using|any|the (?:use of|need for)|relying on))?|excluding|no|free of)", 4,
    ),
    Rule(
        "removes", "removes",
        rf"(?:{_verbs('remov- eliminat- discard eschew omit avoid')}|drop(?:s|ping)|dispens(?:es|ing) with)"
        r"(?: the need for)?", 5,
    ),
    Rule(
        "in-contrast", "compared",
        r"(?:unlike|in contrast (?:to|with)|contrast(?:s|ed)? (?:to|with)|as opposed to|contrary to|versus|vs\.?"
        r"|reverse of|differ(?:ently|ent|s|ing)? (?:\w+ )?from|compar(?:able|ed?|ison|ing) (?:to|with)"
        r"|differences? (?:\w+ ){0,4}between)",
    ),
    Rule(
        "better-than", "compared",
        r"(?:(?:out-?perform|surpass|exceed)(?:s|es|ed|ing)?|(?<!rather )(?<!other )than)", 6,
    ),
    Rule(
        "similar-to", "compared",
        r"(?:similar(?:ly)? to|(?:^|much |is |are )like|analogous(?:ly)? to|akin to|equivalent to"
        rf"|identical to|{_verbs('resembl-')}|related to|as with|as in"
        r"|(?:viewed|seen|regarded|interpreted|thought of) as|see also|just as|the same to)",
    ),
    Rule(
        "is-used-in", "mentions",
        rf"(?:(?:{_DONE}|{_MADE}|presented|applicable|application)(?: \w+)? (?:in|within|for|to|alongside)"
        rf"|{_DONE} by|(?:introduced|proposed|presented|used) (?:along |together )?with"
        r"|as (?:an? )?(?:\w+ )?(?:part|component|teacher|module|half)\b[^,;]{0,30}? (?:of|in|for|to train)"
        r"|conjunction with|(?:part|component|(?:building|\w+ model) blocks?|modules?) (?:of|in|for|from|used in)"
        r"|modules? for)",
    ),
    Rule("credit", "mentions", r"^(?:image|source|figure|credit)s?(?: \w+)?:", 3),
    Rule(
        "taken-from", "builds-on",
        rf"(?:bas(?:ed|es|ing) on|builds? on|inspired by|follow(?:s|ing)|{_verbs('us- employ adopt utiliz- utilis-')})"
        rf"[^,;{LINK}]{{0,60}}? (?:introduced|proposed|presented|described) (?:in|by)", 4,
    ),
    Rule(
        "adds-to", "builds-on",
        rf"(?:{_verbs('incorporat- integrat- add insert introduc-')}|appl(?:y|ies|ying))"
        rf"(?: [^\s,;{LINK}]+){{1,9}}? (?:in)?to", 3,
    ),
    Rule(
        "based-on", "builds-on",
        r"(?:bas(?:ed|es|ing)|buil(?:ds?|t|ding)) (?:\w+ )?(?:on top of|on|off of|off|upon|from|around)",
    ),
    Rule(
        "inspired-by", "builds-on",
        r"(?:(?:inspired|motivated|influenced) (?:\w+ )?(?:by|on|from)"
        r"|(?:insights?|ideas?|inspiration) (?:from|of|behind))",
    ),
    Rule(
        "improves-on", "builds-on",
        r"(?:improv(?:es|ing|e|ed|ements?) (?:up)?(?:on|over)|improves|enhances"
        r"|(?:alterations?|changes) (?:up)?(?:on|to))", 4,
    ),
    Rule(
        "extends", "builds-on",
        rf"{_verbs('extend generaliz- generalis- adapt augment')}(?: (?:up)?(?:on|from))?"
        r"|modif(?:y|ies|ying)|implements", 5,
    ),
    Rule(
        "derived-from", "builds-on",
        r"(?:deriv(?:es|ed|ing)|taken|borrow(?:s|ed|ing)?|evolv(?:es|ed)|adapted|stems?|starts|starting) from",
    ),
    Rule("follows", "builds-on", r"follow(?:s|ing)?", 7),
    Rule("as-in", "builds-on", r"as (?:proposed|suggested|used|done|introduced|described|defined) (?:in|by)", 4),
    Rule(
        "kind-of", "variant",
        rf"(?:{_IS}|as|^an?|(?<=, )an?|(?<=\()an?)\b[^,;:{LINK}]{{0,70}}?\b{_KIND}(?: \([^()]{{0,30}}\))?"
        r" (?:up)?(?:of|on|to|for|over|from)", 7,
    ),
    Rule("belongs-to", "variant", r"(?:belongs? to|members? of)", 4),
    Rule("is-part", "component", rf"{_HEAD}(?: used)? (?:is|are)(?: an?| the)?", 10),
    Rule(
        "made-of", "component",
        r"(?:consist(?:s|ing)? (?:\w+ )?of|compos(?:ed|ing) (?:\w+ )?of|made (?:up )?of|use of"
        r"|(?:sequence|stack|series|structure|hierarchy|combination|pair|mixture|application|ensemble|blocks|layers)"
        r" of)", 12,
    ),
    Rule(
        "by-way-of", "component",
        r"(?:followed by|preceded by|replaced (?:by|with)|complemented (?:by|with)"
        r"|(?:fed|feeds?|passed) (?:\w+ ){0,8}?(?:in)?(?:to|through)"
        rf"|{_MADE}(?: \w+)? (?:by|via|with|as|through|using)|rel(?:y|ies|ying) (?:\w+ )?on|opts? for"
        r"|along with|together with)", 8,
    ),
    Rule("uses", "component", rf"{_USES}|appl(?:y|ies|ying)|ha(?:s|ve|ving)", 10),
    Rule("with", "component", r"with|via|through|in addition to", 5),
    Rule(
        "is-a", "variant",
        rf"(?:is (?:an?|one)|are)(?= (?:(?!{_NOT_A_NOUN})[^\s,;:{LINK}]+,? ){{0,6}}[^\s,;:{LINK}]{{0,12}}$)", 7,
    ),
)  # fmt: skip
"""Words before the link. The last that is found decides; of two that begin at one place, the earlier in this table."""

_PREPOSITION = rf"\b(?P<word>{{}}) {_THE}(?:[\w-]+ )?\(?$"
TAKEN_FROM = re.compile(_PREPOSITION.format("of|from|behind"), re.IGNORECASE)
"""What a part is taken from: "uses the encoder of [B]"."""
AMOUNT = re.compile(
    r"\b(?:use|number|set|pair|series|sequence|stack|layers?|blocks?|combination|forms?|types?|kinds?|variants?|versions?"
    r"|instances?|addition|application|family|consists?|composed|series|copies|approach|idea) of (?:[\w-]+ ){0,3}\(?$",
    re.IGNORECASE,
)
INSIDE = re.compile(_PREPOSITION.format("in|inside"), re.IGNORECASE)
"""Where a part is put: "replaces the convolution in [B]"."""
PURPOSE = re.compile(
    _PREPOSITION.format("for|to|within|between|into|on|at|during|since|against|over|across"), re.IGNORECASE
)
"""What a part is for, or where it stands: "uses dropout for [B]"."""
SUBJECT_KEPT = frozenset({"is-a", "kind-of", "belongs-to", "based", "is-used-in"})
"""Rules after which "which" and "that" still speak of the technique itself: "is a [B] that uses [C]"."""

_SUBJECT = r"^(?:[\w ]{1,20}, )?(?:while |although |in |the |an? )*"
OTHERS = re.compile(
    rf"{_SUBJECT}(?:(?:traditional|typical|regular|existing|previous|prior|conventional|classical|classic|most|many|recent"
    rf"|original|popular|current|usual|standard|vanilla|early)\b"
    rf"|{LINK}[^,;{LINK}]{{0,30}}? (?!(?:is|are|was|were|can be) (?:\w+ly |then |also |all )?\w+ed\b)"
    r"(?:is|are|was|were|uses?|has|have|employs?|consists?|combines?|can)\b)",
    re.IGNORECASE,
)
"""A sentence that speaks of other works: "Most methods use [B]", "[C] consists of [B]"."""
RELATIVE = re.compile(
    rf"{LINK}[^;{LINK}]{{0,25}}?,? (?:which|that|whose|where|in which|itself)\b[^{LINK}]*$", re.IGNORECASE
)
"""A clause that speaks of the link before it: "[B], which uses [C]"."""
BREAK = re.compile(
    r";|\b(?:is|are|was|were|which|that|where|while|whereas|but|because|since|when|if|so|such that|although|however"
    r"|before|after)\b",
    re.IGNORECASE,
)
"""Another clause begins."""
LISTED = re.compile(
    rf"^[ (/]{{0,3}}$|^[^;:{LINK}]{{0,40}}(?:,|/|\(|\+|&|\b(?:and|or|as well as)\b)[^;:{LINK}]{{0,60}}$", re.IGNORECASE
)
"""What stands between two links of one list."""
SUCH_AS = re.compile(
    r",? \(?(?:such as|e\.g\.,?|i\.e\.,?|namely|called|including|notably|specifically)(?= )|\((?:e\.g\.|i\.e\.),?",
    re.IGNORECASE,
)
"""Words that only lead to an example; they are passed over."""
