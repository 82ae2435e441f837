"""The commands that draw: they write a picture whole, say what it is drawn from, and why there is none."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kg.cli import main

IMAGENET = "Image Classification on ImageNet"
Run = Callable[..., tuple[int, str, str]]
PICTURES = {
    "lineage": ["Swin Transformer"], "ranks": [IMAGENET], "pareto": [IMAGENET],
    "adoption": ["Transformer", "Convolution"], "network": [],
}  # fmt: skip


@pytest.fixture
def kg(home: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(["--home", str(home), *arguments])
        captured = capfd.readouterr()
        return code, captured.out, captured.err

    return run


def shown(path: Path) -> str:
    root = ElementTree.parse(path).getroot()
    return "\n".join("".join(found.itertext()) for found in root.iter("{http://www.w3.org/2000/svg}text"))


@pytest.mark.parametrize("kind", PICTURES)
def test_each_picture_is_drawn_with_its_sources_and_alike_each_time(kg: Run, tmp_path: Path, kind: str) -> None:
    one, other = tmp_path / "one.svg", tmp_path / "other.svg"
    for path in (one, other):
        code, out, err = kg("plot", kind, *PICTURES[kind], str(path))
        assert (code, out) == (0, ""), err
    assert one.read_bytes() == other.read_bytes()
    assert "Sources: review (2026-" in shown(one)


def test_what_a_picture_shows_is_what_the_commands_print(kg: Run, tmp_path: Path) -> None:
    kg("plot", "ranks", IMAGENET, str(tmp_path / "ranks.svg"))
    assert {"CoAtNet-7", "ViT-G/14", "EfficientNet", "Top 1 Accuracy (%)"} <= set(
        shown(tmp_path / "ranks.svg").split("\n")
    )
    kg("plot", "lineage", "Swin Transformer", str(tmp_path / "lineage.svg"))
    assert {"Swin Transformer", "Vision Transformer", "Transformer", "builds on"} <= set(
        shown(tmp_path / "lineage.svg").split("\n")
    )
    kg("plot", "pareto", IMAGENET, str(tmp_path / "pareto.svg"))
    text = shown(tmp_path / "pareto.svg")
    assert "Parameters are known of 40 of 41 results." in text
    assert "Extra data goes with 41.5% of the variance" in text
    kg("plot", "adoption", "Transformer", "Convolution", str(tmp_path / "adoption.svg"))
    assert {"Transformer", "Convolution", "introduced"} <= set(shown(tmp_path / "adoption.svg").split("\n"))
    kg("plot", "network", str(tmp_path / "network.svg"))
    assert "References are known of" in shown(tmp_path / "network.svg")


@pytest.mark.parametrize("view", ["technique-lineage", "paper-lineage", "co-technique"])
@pytest.mark.parametrize("colour", ["community", "year"])
def test_every_view_can_be_drawn_as_a_network(kg: Run, tmp_path: Path, view: str, colour: str) -> None:
    path = tmp_path / "network.svg"
    assert kg("plot", "network", "--view", view, "--colour", colour, str(path))[0] == 0
    assert "Transformer" in shown(path) or "Attention Is All You Need" in shown(path)


def test_the_size_of_a_png_is_inches_times_dots(kg: Run, tmp_path: Path) -> None:
    path = tmp_path / "ranks.PNG"
    kg("plot", "ranks", IMAGENET, str(path), "--width", "5", "--height", "3", "--dpi", "80")
    data = path.read_bytes()
    assert (int.from_bytes(data[16:20]), int.from_bytes(data[20:24])) == (400, 240)


def test_a_name_that_tells_no_format_is_wrong_usage_and_writes_nothing(kg: Run, tmp_path: Path) -> None:
    code, _, err = kg("plot", "ranks", IMAGENET, str(tmp_path / "ranks.jpg"))
    assert (code, err.count("\n"), list(tmp_path.iterdir())) == (2, 1, [])
    assert ".svg or .png" in err


def test_a_folder_that_is_not_there_is_wrong_usage(kg: Run, tmp_path: Path) -> None:
    code, _, err = kg("plot", "ranks", IMAGENET, str(tmp_path / "no" / "ranks.svg"))
    assert (code, err.count("\n")) == (2, 1)
    assert "make it first" in err


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["adoption", "Batch Normalization"], "no paper with a date is said to use Batch Normalization"),
        (["lineage", "Batch Normalization", "--depth", "1", "--direction", "ancestors"], "nothing is known"),
        (["network", "--since", "2021-07-01"], "nothing in the view citations is joined to anything else"),
    ],
)
def test_where_there_is_nothing_to_draw_it_says_why(kg: Run, tmp_path: Path, arguments: list[str], why: str) -> None:
    code, _, err = kg("plot", *arguments, str(tmp_path / "out.svg"))
    assert (code, err.count("\n"), list(tmp_path.iterdir())) == (1, 1, []), err
    assert why in err


def test_a_command_that_draws_nothing_does_not_wait_for_matplotlib() -> None:
    script = "import sys, kg.cli.app; print({'matplotlib', 'igraph'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
