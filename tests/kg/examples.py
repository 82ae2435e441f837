"""Parameters with which each named query has something to say about the review."""

_THINGS = "https://w3id.org/paperkin"
_BOARD = f"{_THINGS}/benchmark/paperswithcode/Image%20Classification/ImageNet"

PARAMETERS: dict[str, dict[str, str]] = {
    "board": {"benchmark": _BOARD, "metric": f"{_THINGS}/metric/paperswithcode/Top%201%20Accuracy"},
    "benchmark-metrics": {"benchmark": _BOARD},
    "review-table": {"table": "1"},
    "review-figure": {"figure": "1"},
    "result-provenance": {"model": "CoAtNet-7"},
    "lineage-claims": {"thing": f"{_THINGS}/technique/paperswithcode/swin-transformer"},
    "technique-users": {"technique": "Transformer"},
    "references": {"paper": f"{_THINGS}/paper/review/the-review"},
    "shared-authors": {"one": "arxiv:2107.00652", "other": "arxiv:2103.14030"},
}
