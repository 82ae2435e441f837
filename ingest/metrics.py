"""Which values of a metric are better: a reviewed table first, rules over the words of the name next, else unknown.

The table is `data/metrics.csv`; how it was made, and what table and rules were measured to do, is in
`docs/metrics.md`. Unknown stays unknown: a board of a metric without a direction is not ranked by guess.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
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


_KIND = "inference|training|train|search|test|running|run|execution|prediction|absolute|computation|processing"
_SPAN = "ms|s|secs?|seconds?|mins?|minutes?|h|hours?|days?"

RULES = (
    # First what turns a word of a later rule around.
    _rule("spread of a measure", "", "std(?: ?dev)?", "stdev", "standard deviation", "variance"),
    _rule("compared with real data", "", "player distance"),
    _rule("negative likelihood", "lower", "neg(?:ative)? (?:log )?(?:likelihood|ll|elbo)", "neg(?:ll|elbo)", "nll"),
    _rule("likelihood", "higher", "log ?likelihood", "likelihood", "elbo"),
    _rule("what is lost", "lower", "decay", "forgetting", "degradation", "drop"),
    _rule("what is saved", "higher", "errors?(?: rate)? reduction", "speed ?up", "throughput"),
    _rule("at a bound of the error", "higher", r"(?:auc|m?ap|average precision)(?: \S+){0,3} errors?"),
    _rule("expected reciprocal rank", "higher", r"err@\d+"),
    _rule("true accepts", "higher", "tar", "gar", "true (?:accept|positive) rate", "tpr"),
    # Then what is better when lower.
    _rule("rate of errors", "lower", "[bcwtsdm]er", "eer", "hter", "acer", "apcer", "bpcer", "m?ce", "fr@.+",
          "failures?(?: rate)?"),
    _rule("false or missed", "lower", "miss(?:ed)? rate", "mr 2", r"false (?:positive|negative|accept|reject)\w*",
          r"f[pn]r\d*", "far", "frr", r"hallucination\w*", "regret"),
    _rule("error", "lower", "errors?", "[it]?err", "rerr", r"bad ?pix\w*", "f[l1] all", "d1 all", "cremi score"),
    _rule("named error", "lower", r"\w*rmse\w*", "rmsle", "rms", "[nr]?mse", "i?mae", "s?mape", "(?:min)?[af]de",
          r"\w*pj[ap]e", "mjpe", "mpvpe", "n?me", "a?epe", "aee", "sad", "rrse", "rae", "ece", "silog",
          "m(?:ate|ase|aoe|ave|aae)", "(?:abs|absolute|sq|squared?) rel(?:ative)?", "normalized cpsnr"),
    _rule("loss", "lower", "(?:log)?loss", "cross entropy", r"brier\w*"),
    _rule("perplexity", "lower", "perplexity", "ppl"),
    _rule("bits", "lower", "bp[cdbp]", "bpsp", "nats",
          "bits?(?: per)? (?:char(?:acter)?|dim(?:ension)?|byte|(?:sub ?)?pixel)"),
    _rule("distance", "lower", "distances?", r"\w*fid", r"fid \d+\w*", "kid", "fvd", "fad", r"\w*lpips", "niqe",
          "brisque", "mmd", "emd", "chamfer", "hausdorff", "divergence", "dissimilarity", "variation of information",
          "voi", "vi (?:merge|split)"),
    _rule("rank of the answer", "lower", "(?:mean|median|average|avg) rank", "medr", "mnr"),
    _rule("frames a second", "higher", "fps", "frames? per sec(?:ond)?"),
    _rule("time", "lower", f"(?:{_KIND}) time(?! series)", f"time(?: (?:{_SPAN}))?$", "run ?time", "latency",
          f"(?:speed|[cg]pu) (?:{_SPAN})"),
    _rule("size", "lower", "params?", "parameters?", "[gm]?flops?", "[gm]?macs?", "mult(?:i ?)?adds?", "madds",
          "model size", "size [kmg]b", "memory(?: (?:usage|footprint|[kmg]b))"),
    # Then what is better when higher.
    _rule("accuracy", "higher", "accuracy", "accuracies", "[mo]?acc", "correct"),
    _rule("at k", "higher", r"(?:r\d*|pr?|hr|recall|precision|hits?|ndcg|map)@\S+", "hits?", "hr", r"top ?\d+",
          r"rank ?\d+", r"cmc ?\d+"),
    _rule("precision and recall", "higher", "m?precisions?", "m?prec", "m?recalls?", "m?rec", "sensitivity",
          "specificity", "[pn]pv"),
    _rule("F measure", "higher", r"f ?[012](?: 5)?[ac]?", r"\w*f1", r"f beta", r"[efs] ?measure", "f ?score",
          "(?:h|harmonic) mean"),
    _rule("overlap", "higher", r"\w*iou\w*", r"jaccard\w*", "dice", "dsc", "overlap", "eao", "j f"),
    _rule("average precision", "higher", r"m?ap[slmrcf]?\d*", r"sap\d+", r"ar[slm]?\d*", "[mr]pc", "nds"),
    _rule("area under the curve", "higher", r"\w*auc\w*", "auroc", r"aupr\w*", "roc"),
    _rule("generated text", "higher", r"\w*bleu\d?", r"rouge\w*", "meteor", "cide?r", "spice", "gleu", "nist", "sari",
          r"chrf\w*", "bertscore", "parent", "smatch"),
    _rule("likeness", "higher", r"\w*psnr", r"\w*ssim", "fsim", "vif", "inception score", "similarity", "csim"),
    _rule("order of answers", "higher", "mrr", r"\w*ndcg", "r prec"),
    _rule("tracking and key points", "higher", "s?a?mot[ap]", "s?motsa", "idf1", "hota", r"\w*pckh?\w*", r"pcp\w*",
          "pdj", "[prs]q(?:st|th)?"),
    _rule("agreement", "higher", "correlation", "pearson", "spearman", "kendall", "plcc", "srcc", r"\w*kappa",
          "mcc", "r 2", "nmi", "ari", "v measure", "purity", "modularity", "mutual information"),
    _rule("success", "higher", "success", "win rate", "rewards?", "returns?", "elo"),
    _rule("exact match", "higher", "em", "exact match", "[lu]as", "[ux]pos"),
    _rule("sound", "higher", r"\w*pesq", "e?stoi", "(?:si )?n?sdri?", "(?:si )?snri?", "si?s[dn]ri?", "mos",
          "opinion score", "csig", "cbak", "covl"),
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
def reviewed(path: Path = TABLE) -> Mapping[str, Direction]:
    """Read the reviewed table, once.

    Returns
    -------
    mapping of str to Direction
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
    return MappingProxyType(found)


def _problem(row: files.Row, before: Mapping[str, Direction]) -> str:
    if not row["metric"] or row["metric"] in before:
        return f"the metric {row['metric']!r} is empty or a duplicate"
    if row["direction"] not in _TERMS or row["confidence"] not in _CERTAINTIES or row["unit"] not in ("", "%"):
        return "expected a direction (higher, lower or empty), a unit (% or empty) and certain or likely"
    return ""


def by_rule(name: str) -> Direction:
    """Say what the rules alone make of a name, whatever its case.

    Examples
    --------
    >>> found = by_rule("TEST ERROR (%)")
    >>> found.term == PK.LowerIsBetter, found.confidence, found.rule, found.unit
    (True, 'rule', 'error', '%')
    """
    return _by_rule(name) if len(name) <= LONGEST else Direction()


@lru_cache(maxsize=4096)
def _by_rule(name: str) -> Direction:
    words = _words(name)
    rule = next((rule for rule in RULES if rule.words.search(words)), None)
    if rule is None or rule.term is None:
        return Direction(rule=rule.name if rule else None, unit=_unit(name))
    return Direction(rule.term, "rule", rule.name, _unit(name))


def _unit(name: str) -> str | None:
    """Find a percent sign that is not a threshold, as in ``P@10%``; or the word."""
    return "%" if re.search(r"(?<!\d)(?<!\d )%|percent", name, re.IGNORECASE) else None


def _words(name: str) -> str:
    """Bring a name into lower-case words with one space between them; a hyphen, a point or a bracket is a space."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    joined = re.sub(r"\s*@\s*", "@", plain)
    return " ".join(re.sub(r"[^\w@]|_", " ", joined).split())
