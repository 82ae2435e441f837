"""The one shape that the readers see, whichever of the shapes in use a file has.

A null says nothing and is left out. What may stand alone or in a list is always a list; a paper or code that is an
address alone is a mapping of it; metrics are a list of names and values, in which a null stays; field names are spelt
in the one way, since their case does not count.
"""

_LISTED = frozenset(
    {"Import", "Collections", "Models", "Results", "Architecture", "Training Data", "Training Techniques"}
)
_ADDRESSED = frozenset({"Paper", "Code"})
_METRICS = "Metrics"
_FIELDS = {
    name.casefold(): name
    for name in (
        *_LISTED, *_ADDRESSED, _METRICS, "Name", "Metadata", "Title", "URL", "Parameters", "In Collection",
        "Converted From", "Task", "Dataset",
    )
}  # fmt: skip


def tidy(found: object) -> object:
    """Bring what a document holds into the one shape.

    Examples
    --------
    >>> tidy({"models": {"Name": "a", "Paper": "https://e.org/", "Results": None}})
    {'Models': [{'Name': 'a', 'Paper': {'URL': 'https://e.org/'}}]}
    >>> tidy({"Metrics": {"Acc": "76.85%"}})
    {'Metrics': [{'Name': 'Acc', 'Value': '76.85%'}]}
    """
    if isinstance(found, list):
        return [tidy(item) for item in found]
    if not isinstance(found, dict):
        return found
    named = {_field(key, found): value for key, value in found.items() if value is not None}
    return {key: _field_value(key, value) for key, value in named.items()}


def _field(key: object, among: dict[object, object]) -> object:
    known = _FIELDS.get(key.casefold(), key) if isinstance(key, str) else key
    return key if known in among else known


def _field_value(key: object, value: object) -> object:
    if key == _METRICS:
        return _metrics(value)
    if key in _LISTED:
        value = value if isinstance(value, list) else [value]
    if key in _ADDRESSED and isinstance(value, str):
        value = {"URL": value}
    return tidy(value)


def _metrics(found: object) -> object:
    """Give each metric as its name and its value."""
    if isinstance(found, list):
        return [metric for part in found for metric in _listed(_metrics(part))]
    if not isinstance(found, dict):
        return found
    return [{"Name": name, "Value": value} for name, value in found.items()]


def _listed(found: object) -> list[object]:
    return found if isinstance(found, list) else [found]
