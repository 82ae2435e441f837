"""Which values of a metric are better: reviewed names, rules, and names of which nobody can say."""

import csv
import gzip
import json
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.metrics import COLUMNS, LONGEST, RULES, TABLE, Direction, by_rule, direction, reviewed
from ingest.source import SourceError
from ingest.values import parse
from ontology.terms import PK
from tests.conftest import REPOSITORY, SHARED

UP, DOWN = PK.HigherIsBetter, PK.LowerIsBetter
DUMPS = SHARED / "data" / "paperswithcode"

ERRORS = [
    "Error", "Top-1 Error Rate", "Top 5 Error", "Top-1 Error Accuracy Gap Error", "Word Error Rate (WER)",
    "WER", "Character Error Rate", "EER", "RMSE", "iRMSE", "RMSE log", "MAE", "Average MAE", "MAE @ 12 step",
    "mse", "MPJPE", "minADE (K=6)", "Abs Rel", "Sq Rel", "Hamming Loss", "LogLoss", "Log Loss",
    "Reasonable MR^-2", "FPR95", "mean Corruption Error (mCE)", "Average End-Point Error",
    "Balanced Error Rate", "three pixel error", "CREMI Score", "Normalized cPSNR", "F-measure (Decay)",
    "Jaccard (Decay)",
]  # fmt: skip
PERPLEXITIES = [
    "Perplexity", "Test perplexity", "Validation perplexity", "PPL", "BPE Perplexity",
    "Bit per Character (BPC)", "bits/dimension", "bits per dim", "bpd", "Bits per byte", "NLL",
    "Negative Log-Likelihood", "NegLL", "Negative ELBO",
]  # fmt: skip
COSTS = [
    "Number of params", "Number of Params", "No. parameters", "PARAMS", "Params (M)", "Parameters",
    "Trainable Parameters", "FLOPS", "GFLOPs", "MACs", "Multi-Adds", "Model size (MB)", "Size (MB)",
    "Time (ms)", "Inference Time (ms)", "Search time (s)", "Runtime(s)", "latency", "Speed(ms/f)", "CPU (sec)",
]  # fmt: skip
DISTANCES = [
    "FID", "FID-50k", "SceneFID", "Frechet Inception Distance", "Kernel Inception Distance", "LPIPS", "NIQE",
    "Chamfer Distance", "Hausdorff Distance (mm)", "Edit Distance", "Mean Rank", "text-to-video Median Rank",
    "VOI",
]  # fmt: skip
QUALITIES = [
    "Accuracy", "accuracy", "ACC", "Top 1 Accuracy", "Top-1", "top5", "Average Per-Class Accuracy",
    "Percentage correct", "Hits@10", "R@1", "R10@2", "Recall @ 5", "P@10%", "Video hit@5", "Rank-1", "rank1",
    "nDCG@20", "MRR", "ERR@20", "Precision", "mRec", "Sensitivity (VEB)", "F1", "F0.5", "F1-Score",
    "Macro-F1@2%", "F-measure (%)", "E-Measure", "mIoU", "meanIOU", "3DIoU", "Jaccard (Mean)", "Dice", "AP",
    "AP50", "mAP@0.5", "box AP", "sAP10", "AR@100", "AUROC", "AUC (horizon error)", "AP at 10' Elevation error",
    "BLEU", "SacreBLEU", "ROUGE-L", "CIDEr-D", "METEOR", "PSNR", "MS-SSIM", "Inception score", "MOTA", "IDF1",
    "PCK@0.2", "3DPCK", "PQ", "Spearman Correlation", "NMI", "R^2", "Success Rate", "Return", "EM", "LAS",
    "SI-SDRi", "PESQ", "MOS", "Log-likelihood", "FPS", "Speed (FPS)", "NAB score", "GAR @1% FAR Overall",
    "TAR @ FAR=0.01", "Error Rate Reduction", "F1 on time series", "Accuracy (image size 32)",
]  # fmt: skip
NOBODY_KNOWS = [
    "Ensemble", "Extra Training Data", "Pre-Training Dataset", "Training Split", "Using 2D ground-truth joints",
    "Multi-View or Monocular", "Validation", "YES", "Training images", "Reference images", "10%", "All", "KL",
    "Test", "Player Distance ", "MSE stdev", "AUC Stdev", "Scaled time-delay embeddings", "count", "Quality",
    "Average", "", " ", "-", "@", "%", "accurate", "inaccuracy", "mapping", "permanent", "terror-free",
    "glosses", "performance", "Parametrised",
]  # fmt: skip


@pytest.mark.parametrize("name", [*ERRORS, *PERPLEXITIES, *COSTS, *DISTANCES])
def test_errors_perplexities_costs_and_distances_are_better_when_lower(name: str) -> None:
    assert direction(name).term == DOWN


@pytest.mark.parametrize("name", QUALITIES)
def test_accuracies_overlaps_and_likenesses_are_better_when_higher(name: str) -> None:
    assert direction(name).term == UP


@pytest.mark.parametrize("name", NOBODY_KNOWS)
def test_where_nobody_can_say_the_direction_stays_unknown(name: str) -> None:
    assert direction(name).term is None


def test_a_name_that_was_reviewed_in_vain_says_so_and_one_that_nobody_saw_is_unknown() -> None:
    assert direction("KL") == Direction(None, "reviewed", certainty="likely")
    assert direction("Ensemble") == Direction()
    assert direction("MSE stdev") == Direction(rule="spread of a measure")


def test_the_reviewed_table_is_asked_before_the_rules() -> None:
    assert by_rule("1-of-100 Accuracy").confidence == "rule"
    assert direction("1-of-100 Accuracy") == Direction(UP, "reviewed", unit="%", certainty="certain")
    assert by_rule("Edit") == Direction()
    assert direction("Edit") == Direction(UP, "reviewed", certainty="likely")


def test_the_table_knows_a_name_as_written_or_padded_and_in_no_other_case() -> None:
    assert direction("Mean NME ").confidence == "reviewed"
    assert direction("Mean NME").confidence == "rule"
    assert direction(" PSNR\t") == direction("PSNR")
    assert direction("PSNR").confidence == "reviewed"
    assert direction("psnr").confidence == "rule"


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("Accuracy of guesses (%)", "%"), ("% Guessed", "%"), ("ME (%, all)", "%"), ("Percentage Error", "%"),
        ("P@10%", None), ("AUC@80 %Train", None), ("MAE (10% missing)", None), ("MAE", None),
        ("Accuracy of guesses", None),
    ],
)  # fmt: skip
def test_a_unit_comes_from_a_percent_sign_that_is_no_threshold(name: str, unit: str | None) -> None:
    assert by_rule(name).unit == unit


def test_a_unit_is_left_out_where_boards_differ() -> None:
    assert direction("Accuracy").unit is None
    assert direction("Top 1 Accuracy").unit == "%"


# The rules


def test_every_rule_has_a_name_of_its_own_and_fits_something() -> None:
    fitting = {by_rule(name).rule for name in [*ERRORS, *PERPLEXITIES, *COSTS, *DISTANCES, *QUALITIES, *NOBODY_KNOWS]}
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert fitting - {None} == {rule.name for rule in RULES}


def test_no_rule_contradicts_the_review() -> None:
    contradicted = [
        name for name, known in reviewed().items()
        if None not in (known.term, by_rule(name).term) and by_rule(name).term != known.term
    ]  # fmt: skip
    assert contradicted == []


@given(st.text(), st.sampled_from([*ERRORS, *COSTS, *QUALITIES]), st.text(max_size=20))
@example("", "R@1", "@@@")
@example("\x00", "MAE", "\ud800")
def test_no_name_makes_it_fail_and_it_always_says_the_same(before: str, name: str, after: str) -> None:
    for text in (before, before + name + after, f"{before} {name} {after}"):
        found = direction(text)
        assert found == direction(text)
        assert (found.term is None) or found.confidence in ("reviewed", "rule")
        assert (found.confidence == "rule") <= (found.rule in {rule.name for rule in RULES})


@given(st.text(st.characters(max_codepoint=126), max_size=LONGEST))
@example("Top-1 Error Rate")
@example("mAP@0.5")
def test_the_rules_do_not_look_at_case(name: str) -> None:
    assert by_rule(name.upper()) == by_rule(name.lower()) == by_rule(name)


@given(st.sampled_from([*ERRORS, *PERPLEXITIES, *COSTS, *DISTANCES, *QUALITIES]), st.sampled_from(" -_/()[]:,;"))
def test_the_rules_do_not_look_at_what_stands_between_the_words(name: str, sign: str) -> None:
    assert by_rule(f"{sign}{name.replace(' ', sign)}{sign}").term == by_rule(name).term


@pytest.mark.parametrize("name", ["a" * 20_000_000, "x fid " * 3_000_000, "@" * LONGEST, "a" * LONGEST, "ﷺ" * LONGEST])
def test_a_name_made_to_waste_time_wastes_none(name: str) -> None:
    begun = time.monotonic()
    assert direction(name) == Direction()
    assert time.monotonic() - begun < 1


def test_nothing_is_read_before_the_first_question() -> None:
    code = (
        "import ingest.metrics as m; assert m.reviewed.cache_info().misses == 0; m.direction('F1'); m.direction('F2')"
    )
    code += "; assert m.reviewed.cache_info().misses == 1"
    subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=True)


# The table


def _rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_table_is_well_formed_unique_and_sorted_by_name() -> None:
    names = [row["metric"] for row in _rows()]
    assert names == sorted(set(names))
    assert len(names) == len(reviewed()) >= 350
    assert list(_rows()[0]) == list(COLUMNS)
    assert all(None not in row and None not in row.values() for row in _rows())


def test_a_name_without_a_direction_or_without_certainty_has_a_note() -> None:
    unclear = [row for row in _rows() if not row["direction"]]
    assert unclear
    assert all(row["note"] and not row["unit"] for row in unclear)
    assert {row["confidence"] for row in _rows()} == {"certain", "likely"}


def test_a_spelling_that_differs_only_in_case_has_the_same_direction_in_the_table() -> None:
    spellings = defaultdict(set)
    for row in _rows():
        spellings[" ".join(row["metric"].casefold().replace("-", " ").split())].add(row["direction"])
    assert [name for name, found in spellings.items() if len(found) > 1] == []


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("F1,up,,certain,", "expected a direction"),
        ("F1,higher,mm,certain,", "expected a direction"),
        ("F1,higher,,sure,", "expected a direction"),
        ("F1,higher,,certain", "cells"),
        (",higher,,certain,", "empty or a duplicate"),
        ("AP,higher,,certain,", "empty or a duplicate"),
    ],
)
def test_an_error_in_the_table_is_found_where_it_stands(tmp_path: Path, row: str, problem: str) -> None:
    table = tmp_path / "metrics.csv"
    table.write_text(f"{','.join(COLUMNS)}\nAP,higher,,certain,\n{row}\n", encoding="utf-8")
    with pytest.raises(SourceError, match=rf"metrics\.csv, line 3: .*{problem}"):
        reviewed(table)


# Against what others say, and against the real dump


def _polarities() -> dict[str, str]:
    file = DUMPS / "metric-polarities.csv"
    if not file.exists():
        pytest.skip("the list of polarities is not in ../shared/data/paperswithcode")
    lines = file.read_text(encoding="utf-8-sig").splitlines()[1:]
    pairs = (line.rpartition(";") for line in lines if line.strip())
    return {name: {"pos": UP, "neg": DOWN}[polarity] for name, _, polarity in pairs}


def _agreement(found: dict[str, str | None], said: dict[str, str]) -> Counter[str]:
    verdicts = (
        ("unknown" if term is None else "same" if term == said[name] else "other") for name, term in found.items()
    )
    return Counter(verdicts)


def test_the_table_agrees_with_the_polarities_wherever_it_has_a_direction() -> None:
    said = _polarities()
    counts = _agreement({name: reviewed()[name].term for name in said if name in reviewed()}, said)
    assert counts["other"] == 0
    assert counts["same"] >= 234
    assert counts["unknown"] <= 2


def test_the_rules_agree_with_the_polarities_of_names_that_nobody_reviewed() -> None:
    said = _polarities()
    counts = _agreement({name: by_rule(name).term for name in said if name not in reviewed()}, said)
    assert counts["same"] >= 362
    assert counts["other"] <= 20
    assert counts["same"] / (counts["same"] + counts["other"]) >= 0.947


@cache
def _boards() -> list[tuple[tuple[str, str], list[dict[str, str]]]]:
    """Give the metrics of the rows of each board of the dump, as nested: a board under two parents comes twice."""
    file = DUMPS / "evaluation-tables.json.gz"
    if not file.exists():
        pytest.skip("the dump of the evaluation tables is not in ../shared/data/paperswithcode")
    with gzip.open(file) as opened:
        tasks = json.load(opened)

    def walk(task: dict) -> Iterator[tuple[tuple[str, str], list[dict[str, str]]]]:
        for dataset in task["datasets"]:
            for one in (dataset, *dataset.get("subdatasets", ())):
                yield (task["task"], one["dataset"]), [row["metrics"] for row in one["sota"]["rows"]]
        for below in task["subtasks"]:
            yield from walk(below)

    return [board for task in tasks for board in walk(task)]


def test_the_table_covers_every_frequent_name_of_the_dump() -> None:
    boards, rows = defaultdict(set), Counter()
    for board, metrics in _boards():
        for name in (name for row in metrics for name in row):
            boards[name].add(board)
            rows[name] += 1
    wanted = {name for name, on in boards.items() if len(on) >= 3} | {name for name, _ in rows.most_common(150)}
    assert wanted - set(reviewed()) == set()


def test_most_measurements_of_the_dump_have_a_direction_and_most_of_those_a_reviewed_one() -> None:
    names = Counter(name for _, metrics in _boards() for row in metrics for name in row)
    kinds = Counter()
    for name, times in names.items():
        found = direction(name)
        kinds[found.confidence if found.term else "none"] += times
    assert names.total() == 43_960
    assert kinds["reviewed"] / names.total() >= 0.92
    assert kinds["none"] / names.total() < 0.02


def test_boards_are_listed_best_first_by_our_directions() -> None:
    """Where one metric alone orders a board of three rows or more, it orders it our way in at least 99 of 100."""
    same = Counter(_ordered_our_way(metrics) for metrics in dict(_boards()).values() if len(metrics) >= 3)
    assert same[True] >= 1000
    assert same[False] <= 10


def _ordered_our_way(rows: list[dict[str, str]]) -> bool | None:
    orders = {name: order for name in rows[0] if (order := _order([row.get(name, "") for row in rows]))}
    (name, order), *others = orders.items() or [("", None)]
    term = direction(name).term
    return None if others or order is None or term is None else order == term


def _order(cells: list[str]) -> str | None:
    values = [value.number for cell in cells if (value := parse(cell))]
    if len(values) < len(cells) or values[0] == values[-1]:
        return None
    return UP if values == sorted(values, reverse=True) else DOWN if values == sorted(values) else None
