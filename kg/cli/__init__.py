"""The command line: doors only, each command composes the rooms behind it."""

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the command ``kg``; see `kg.cli.app.main`. Ctrl-C ends it with one line, while it still starts too."""
    try:
        from kg.cli import app

        return app.main(arguments)
    except KeyboardInterrupt:
        print("kg: stopped", file=sys.stderr)
        return 130
