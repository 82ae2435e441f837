"""Which values of a metric are better: a reviewed table first, rules over the words of the name next, else unknown.

The table is `data/metrics.csv`; how it was made, and what table and rules were measured to do, is in
`docs/metrics.md`. Unknown stays unknown: a board of a metric without a direction is not ranked by guess.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from ingest import files
from ingest.source import SourceError
from ontology.terms import PK

TABLE = Path(__file__).parent / "data" / "metrics.csv"
COLUMNS = ("metric", "direction", "unit", "confidence", "note")
LONGEST = 200
"""A longer name is no name of a metric: its direction is unknown, and no time is spent on it."""

Confidence = Literal["reviewed", "rule", "unknown"]
_TERMS = {"higher": PK.HigherIsBetter, "lower": PK.LowerIsBetter, "": None}
_CERTAINTIES = ("certain", "likely")


@dataclass(frozen=True, slots=True)
class Direction:
    """What is known of a metric's direction.

    Parameters
    ----------
    term : str or None
        `PK.HigherIsBetter`, `PK.LowerIsBetter`, or None where nobody can say.
    confidence : {'reviewed', 'rule', 'unknown'}
        Whether a person looked at this very name, a rule fits it, or neither. A name that was reviewed
        and means different things on different boards is `reviewed` and has no term.
    rule : str or None
        The name of the rule that fits.
    unit : str or None
        ``%`` where the values are percentages by convention or by the name.
    certainty : {'certain', 'likely', None}
        How sure the review is of a reviewed name.
    """

    term: str | None = None
    confidence: Confidence = "unknown"
    rule: str | None = None
    unit: str | None = None
    certainty: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A name that holds one of these words has this direction; `words` is a pattern of whole words."""

    name: str
    term: str | None
    words: re.Pattern[str]


def _rule(name: str, direction: str, *words: str) -> Rule:
    """Make a rule; a word may be followed by ``@...``, as in ``map@0 5``."""
    whole = re.compile(rf"(?<!\S)(?:{'|'.join(words)})(?:@\S*)?(?!\S)")
    return Rule(name, _TERMS[direction], whole)


_KIND = "inference|training|train|search|test|running|run|execution|prediction|absolute|computation|processing|wall"

RULES = (
    # First what turns a word of a later rule around.
    _rule("spread of a measure", "", "std(?: ?dev)?|stdev|standard deviation|variance"),
    _rule("negative likelihood", "lower", "neg(?:ative)? (?:log )?(?:likelihood|ll|elbo)", r"neg(?:ll|elbo)", "nll"),
    _rule("likelihood", "higher", "log likelihood|loglikelihood|likelihood|elbo"),
    _rule("what is lost", "lower", "decay|forgetting|degradation|drop"),
    _rule("at a bound of the error", "higher", r"(?:auc|ap|map|average precision)(?: \S+){0,3} errors?"),
    _rule("true accepts", "higher", "tar|gar|true (?:accept|positive) rate|tpr"),
    _rule("compared with real data", "", r"player distance"),
    # Then what is better when lower.
    _rule("rate of errors", "lower", "[bcwtsdm]er|eer|hter|acer|apcer|bpcer|m?ce", "fr@.+|failures?"),
    _rule("false or missed", "lower", r"miss(?:ed)? rate|m?mr 2|false (?:positive|negative|accept|reject)\w*"
          r"|fpr\d*|fnr\d*|far|frr|hallucination\w*|regret"),
    _rule("error", "lower", r"\w*errors?|err|[it]err|rerr|bad ?pix\w*|f[l1] all|d1 all"),
    _rule("named error", "lower", r"\w*rmse\w*|rmsle|rms|[nr]?mse|i?mae|s?mape|(?:min)?[af]de|\w*pjpe|mjpe|mpvpe|n?me|nme"
          r"|a?epe|aee|sad|rrse|rae|ece|m(?:ate|ase|aoe|ave|aae)|(?:abs|absolute|sq|squared?) rel(?:ative)?|silog"),
    _rule("loss", "lower", r"\w*loss|cross entropy|brier\w*"),
    _rule("perplexity", "lower", r"\w*perplexity|ppl"),
    _rule("bits", "lower", r"bp[cdbp]|bpsp|bpch|bits?(?: per)? (?:char(?:acter)?|dim(?:ension)?|byte|pixel|sub ?pixel)"
          "|nats"),
    _rule("distance", "lower", r"\w*distances?|\w*fid|(?:\w+ )?fid \d+\w*|k(?:id)|fvd|fad|\w*lpips|niqe|brisque|mmd|emd"
          "|chamfer|hausdorff|divergence|dissimilarity|variation of information|voi|vi (?:merge|split)"),
    _rule("rank of the answer", "lower", "(?:mean|median|average|avg) rank|medr|mnr"),
    _rule("frames a second", "higher", "fps|frames? per sec(?:ond)?"),
    _rule("time", "lower", rf"(?:{_KIND}) (?:\S+ )?time|time(?: (?:ms|s|sec|seconds|min|minutes|h|hours|days))?(?=$)"
          r"|run ?time|latency|speed (?:ms|s|sec)|[cg]pu (?:s|sec|seconds|hours|days)"),
    _rule("size", "lower", r"\w*params?|parameters?|[gm]?flops?|[gm]?macs?|multi? ?adds?|madds"
          "|memory|(?:model )?size(?: [kmg]b)?"),
    # Then what is better when higher.
    _rule("accuracy", "higher", r"accuracy|accuracies|[mo]?acc|unigram acc|percentage correct|correct|weighted accuracy"),
    _rule("at k", "higher", r"(?:r|r\d+|p|hr|recall|precision|hits?|ndcg|map)@\S+|hits?|hr|top ?\d+|rank ?\d+|cmc ?\d+"),
    _rule("precision and recall", "higher", "m?precisions?|m?prec|recalls?|m?rec|sensitivity|specificity|ppv|npv"),
    _rule("F measure", "higher", r"f ?[012](?: 5)?[ac]?|\w*f1|\w+ ?f ?(?:measure|score)|f ?(?:measure|score)|f beta"),
    _rule("overlap", "higher", r"\w*iou\w*|jaccard\w*|dice\w*|dsc|overlap|eao|j f"),
    _rule("average precision", "higher", r"m?ap[slmrcf]?\d*|sap\d+|[a-z]?map|ar[slm]?\d*|m[pr]?pc|nds"),
    _rule("area under the curve", "higher", r"\w*auc\w*(?: \d+)?|auroc|aupr\w*|roc"),
    _rule("generated text", "higher", r"\w*bleu(?: ?\d)?|rouge\w*|meteor|cide?r|spice|gleu|nist|sari|chrf\w*|bertscore"
          "|parent|smatch"),
    _rule("image likeness", "higher", r"\w*psnr|\w*ssim|fsim|vif|inception score|similarity|csim"),
    _rule("order of answers", "higher", r"mrr|\w*ndcg|err@20|r prec"),
    _rule("tracking and key points", "higher", r"s?\w?mot[ap]|s?motsa|idf1|hota|pck\w*|pck ?h|pcp\w*|pdj|pq(?:st|th)?"
          "|[rs]q(?:st|th)"),
    _rule("agreement", "higher", r"\w*correlation|pearson\w*|spearman\w*|kendall\w*|plcc|srcc|\w*kappa|mcc|r 2|n?mi|nmi"
          "|ari|v measure|purity|modularity|mutual information"),
    _rule("success", "higher", "success(?: rate)?|win rate|rewards?|returns?|elo(?: rating)?"),
    _rule("exact match", "higher", "em|exact match|las|uas|[ux]pos"),
    _rule("sound", "higher", r"d?pesq|e?stoi|(?:si )?n?sdri?|(?:si )?snri?|sisdr|sisnr|mos|opinion score"),
    _rule("score", "higher", "scores?"),
)  # fmt: skip
"""The first rule that fits decides."""


def direction(name: str) -> Direction:
    """Say which values of a metric are better.

    Parameters
    ----------
    name : str
        The metric's name as its source writes it. The reviewed table is asked for exactly this name, then for
        the name without white space around it; the rules do not look at case.

    Returns
    -------
    Direction

    Raises
    ------
    SourceError
        If the table that ships cannot be read.

    Examples
    --------
    >>> direction("Top-1 Error Rate").term == PK.LowerIsBetter
    True
    >>> direction("macro f1 on Tuesdays").rule
    'F measure'
    >>> direction("Ensemble")
    Direction(term=None, confidence='unknown', rule=None, unit=None, certainty=None)
    """
    known = reviewed()
    return known.get(name) or known.get(name.strip()) or by_rule(name)


@cache
def reviewed(path: Path = TABLE) -> dict[str, Direction]:
    """Read the reviewed table, once.

    Returns
    -------
    dict of str to Direction
        By the metric's name, exactly as written.

    Raises
    ------
    SourceError
        If the table cannot be read, or a row of it is not what a row should be.
    """
    found: dict[str, Direction] = {}
    for line in files.lines(path, COLUMNS):
        row = line.row or {}
        if problem := line.problem or _problem(row, found):
            raise SourceError(f"{path}, line {line.number}: {problem}")
        found[row["metric"]] = Direction(
            _TERMS[row["direction"]], "reviewed", unit=row["unit"] or None, certainty=row["confidence"]
        )
    return found


def _problem(row: files.Row, before: dict[str, Direction]) -> str:
    if not row["metric"] or row["metric"] in before:
        return f"the metric {row['metric']!r} is empty or a duplicate"
    if row["direction"] not in _TERMS or row["confidence"] not in _CERTAINTIES or row["unit"] not in ("", "%"):
        return "expected a direction (higher, lower or empty), a unit (% or empty) and certain or likely"
    return ""


@lru_cache(maxsize=4096)
def by_rule(name: str) -> Direction:
    """Say what the rules alone make of a name, whatever its case.

    Examples
    --------
    >>> by_rule("TEST ERROR (%)")
    Direction(term='https://w3id.org/paperkin/ontology#LowerIsBetter', confidence='rule', rule='error', unit='%', certainty=None)
    """
    if len(name) > LONGEST:
        return Direction()
    unit, words = _unit(name), _words(name)
    for rule in RULES:
        if rule.words.search(words):
            return Direction(rule.term, "rule" if rule.term else "unknown", rule.name, unit)
    return Direction(unit=unit)


def _unit(name: str) -> str | None:
    """Find a percent sign that is not a threshold, as in ``P@10%``; or the word."""
    return "%" if re.search(r"(?<!\d)(?<!\d )%|percent", name, re.IGNORECASE) else None


def _words(name: str) -> str:
    """Bring a name into lower-case words with one space between them; a hyphen, a point or a bracket is a space."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    joined = re.sub(r"\s*@\s*", "@", plain)
    return " ".join(re.sub(r"[^\w@]|_", " ", joined).split())
