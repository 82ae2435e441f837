"""The application: its commands, its one place for errors, and its exit codes."""

import io
import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from ingest.source import SourceError
from kg.cli import (
    adoption,
    ask,
    boards,
    build,
    bursts,
    citations,
    communities,
    export,
    hand,
    influence,
    lineage,
    live,
    mainpath,
    plot,
    same,
    similar,
    steps,
    trace,
)
from kg.cli.output import complain
from kg.errors import KgError

HOME = Path("kg-data")

app = typer.Typer(
    name="kg", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
    help="Paperkin: the family tree of machine-learning results.",
)  # fmt: skip
app.add_typer(live.ingest, name="ingest")
app.add_typer(plot.plot, name="plot")
for module in (
    build,
    ask,
    lineage,
    trace,
    mainpath,
    bursts,
    communities,
    similar,
    influence,
    adoption,
    steps,
    boards,
    citations,
    same,
    hand,
    export,
):
    for command in module.COMMANDS:
        app.command(no_args_is_help=False)(command)


def _version(asked: bool) -> None:
    if asked:
        print(f"paperkin {version('paperkin')}")
        raise typer.Exit


@app.callback()
def _global(
    context: typer.Context,
    home: Annotated[Path, typer.Option(envvar="KG_HOME", file_okay=False, help="The workspace.")] = HOME,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Paperkin: the family tree of machine-learning results.

    Build a graph with `kg build`, then ask it: `kg ranks`, `kg lineage`, `kg claims`, `kg query --list`.
    """
    context.default_map = _everywhere(context.command, {"home": home})


def _everywhere(command: object, defaults: dict[str, object]) -> dict[str, object]:
    """Give every command below `command` the same defaults."""
    below = getattr(command, "commands", {})
    return defaults | {name: _everywhere(sub, defaults) for name, sub in below.items()}


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments : list of str, optional
        `sys.argv[1:]` if absent.

    Returns
    -------
    int
        0 done; 1 the answer is no, or a check failed; 2 wrong usage or input; 3 an upstream or engine failure;
        130 stopped by Ctrl-C.
    """
    _open_streams()
    try:
        code = typer.main.get_command(app)(arguments, prog_name="kg", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except BrokenPipeError:
        return _unread()
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):
            return _unread()
        raise
    except typer.Abort:
        return complain("stopped", 130)
    except typer.TyperException as error:
        return complain(_usage(error), 2)
    except (KgError, SourceError) as error:
        return complain(str(error), error.exit_code)
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        return complain(f"{error.strerror or error}{where}", 3)


def _open_streams() -> None:
    """Let nothing trip over a standard stream that the caller closed."""
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free
    sys.stdout, sys.stderr = sys.stdout or io.StringIO(), sys.stderr or io.StringIO()


def _unread() -> int:
    """End well where the reader of our output, such as ``head``, has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _usage(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    said = str(getattr(error, "format_message", error.__str__)()).replace("Value error, ", "").rstrip(".")
    return f"{said}; see: {context.command_path} --help" if said and context else said
