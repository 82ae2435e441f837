"""The Paperkin ontology: terms, shapes and integrity rules, and where to find their files.

`paperkin.ttl` is the truth. `ontology.terms` holds its terms as plain constants and `context.jsonld` is the
JSON-LD context; both are written by `python -m ontology.generate`. `shapes.ttl` holds the SHACL shapes, and
`checks/` the integrity rules. Nothing here opens a file before it is asked to.
"""

from importlib.resources import files
from pathlib import Path
from typing import Final

ONTOLOGY: Final = "paperkin.ttl"
SHAPES: Final = "shapes.ttl"
CONTEXT: Final = "context.jsonld"
CHECKS: Final = "checks"


def path(name: str) -> Path:
    """Give the place of a file or folder of this package.

    Parameters
    ----------
    name : str
        The path inside the package, such as `shapes.ttl`.

    Returns
    -------
    Path
        The file or folder.

    Raises
    ------
    FileNotFoundError
        When the package has no such file or folder.

    Examples
    --------
    >>> path(ONTOLOGY).name
    'paperkin.ttl'
    """
    found = Path(str(files(__name__).joinpath(name)))
    if not found.exists():
        names = ", ".join(sorted(entry.name for entry in found.parent.glob("*.*")))
        raise FileNotFoundError(f"the ontology has no {name!r} at {found}; there are: {names or 'no files'}")
    return found


def text(name: str) -> str:
    """Read a file of this package.

    Parameters
    ----------
    name : str
        The path inside the package, such as `context.jsonld`.

    Returns
    -------
    str
        The text of the file.

    Raises
    ------
    FileNotFoundError
        When the package has no such file.
    """
    return path(name).read_text(encoding="utf-8")


def check_queries() -> dict[str, str]:
    """Read the integrity rules: SELECTs that return what breaks the rule, so any row is a violation.

    Each begins with a header of the lines `# title:`, `# problem:`, `# remedy:`, `# severity:` (`error`, or
    `warning` where a source may say so in good faith) and `# columns:`. The first column is the thing that
    breaks the rule. They are to be run with the union of the named graphs as the default graph.

    Returns
    -------
    dict of str to str
        Name (that of the file, without its ending) and query, ordered by name.

    Examples
    --------
    >>> "paper-without-title" in check_queries()
    True
    """
    found = sorted(path(CHECKS).glob("*.rq"))
    return {query.stem: query.read_text(encoding="utf-8") for query in found}
