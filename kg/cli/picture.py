"""What the commands that draw have in common: their options, and the way from a drawing to a file."""

from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg import catalogue
from kg.cli.output import say
from kg.errors import UsageProblem
from kg.export.files import replacing
from kg.store import GraphStore

if TYPE_CHECKING:
    from kg.plot.canvas import Picture, Sheet

Out = Annotated[Path, typer.Argument(metavar="OUT", help="The picture: a name that ends in .svg or .png.")]
Width = Annotated[float, typer.Option(min=2, max=60, help="Inches.")]
Height = Annotated[
    float | None, typer.Option(min=1.5, max=60, show_default=False, help="Inches; what is needed if absent.")
]
Dpi = Annotated[float, typer.Option(min=30, max=1200, help="Dots an inch, of PNG.")]
Names = Annotated[int, typer.Option(min=0, help="How many names at most.")]

_FORMS = (".svg", ".png")


def check(out: Path) -> None:
    """Refuse a name that tells no format, before anything is read."""
    if out.suffix.lower() not in _FORMS:
        raise UsageProblem(f"{out.name!r} does not say the format; name a file that ends in {' or '.join(_FORMS)}")


def write(
    home: Path, out: Path, title: str, notes: list[str], draw: Callable[["Sheet"], "Picture"], width: float,
    height: float | None, dpi: float,
) -> None:  # fmt: skip
    """Draw a picture and put it into its file when it is whole."""
    from kg.plot.canvas import Sheet, render, style

    with style():
        figure = draw(Sheet(title, [*notes, _sources(home)], width, height))
        picture = render(figure, out.suffix.lower().removeprefix("."), dpi)
    with replacing(out) as stream:
        stream.write(picture)
    say(f"{out}: {len(picture) / 1000:,.0f} kB")


def _sources(home: Path) -> str:
    """Say which snapshots a picture is drawn from."""
    rows = catalogue.find("snapshots").run(GraphStore.open(home)).table().dicts()
    newest: dict[str, str] = {}
    for row in rows:
        name, date = str(row["source"]), str(row["retrieved"])[:10]
        newest[name] = max(date, newest.get(name, ""))
    named = ", ".join(f"{name} ({date})" for name, date in sorted(newest.items()))
    return f"Sources: {named}. Drawn with Paperkin {version('paperkin')}."
