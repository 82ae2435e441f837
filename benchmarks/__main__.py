"""Run the benchmarks: all, or those named: ``python -m benchmarks review``."""

import sys

from benchmarks import analysis, arxiv, exports, opencitations, paperswithcode, review

BENCHMARKS = {
    "review": review.run,
    "paperswithcode": paperswithcode.run,
    "arxiv": arxiv.run,
    "opencitations": opencitations.run,
    "analysis": analysis.run,
    "exports": exports.run,
}


def main(names: list[str]) -> int:
    unknown = set(names) - BENCHMARKS.keys()
    if unknown:
        print(f"no benchmark named {', '.join(sorted(unknown))}; there are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        print(f"== {name}")
        BENCHMARKS[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
