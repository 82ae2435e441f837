"""Keys of the user: from the environment to the one host that they are for, and nowhere else."""

import json
import logging
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from ingest.source import SourceError

HIDDEN = "***"
_QUERY = re.compile(r"\?[^\s\"'<>]*")
_LOGGERS = ("urllib3.connectionpool", "urllib3.connection", "urllib3.util.retry")
_SAFE = ("", "/", "!#$%&'()*+,/:;=?@[]~")
"""Characters that one or the other way of quoting leaves as they are."""


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A key, and the header or the query parameter that carries it."""

    value: str
    header: str = ""
    parameter: str = ""

    def __post_init__(self) -> None:
        if bool(self.header) == bool(self.parameter):
            raise ValueError("a secret goes into a header or a query parameter")
        if not (self.value.isascii() and self.value.isprintable() and self.value.strip()):
            raise SourceError(
                f"the key for {self.header or self.parameter} is empty or not printable ASCII; set it anew"
            )

    def __repr__(self) -> str:
        return f"Secret({self.header or self.parameter}={HIDDEN})"

    @classmethod
    def environment(cls, variable: str, *, header: str = "", parameter: str = "", prefix: str = "") -> "Secret | None":
        """Take a key from an environment variable; None where it is unset or blank.

        Parameters
        ----------
        variable : str
        header, parameter : str
            One of them: where the key goes.
        prefix : str
            What stands before the key, as `Bearer `.

        Raises
        ------
        SourceError
            If the key cannot be sent; the message does not show it.
        """
        key = os.environ.get(variable, "").strip()
        return cls(prefix + key, header, parameter) if key else None


def _forms(secret: Secret) -> set[str]:
    """Give the ways in which a key may be written, whole and without its prefix."""
    keys = {secret.value, secret.value.split(" ")[-1]} - {""}
    plain = keys | {json.dumps(key)[1:-1] for key in keys}
    return plain | {quote(key, safe) for key in keys for safe in _SAFE} | {quote_plus(key) for key in keys}


def hide(text: str, secrets: Iterable[Secret]) -> str:
    """Replace every key in a text.

    Examples
    --------
    >>> hide("https://a.org/?key=s3%2Fcret&q=1", [Secret("s3/cret", parameter="key")])
    'https://a.org/?key=***&q=1'
    """
    forms = {form for secret in secrets for form in _forms(secret)}
    for form in sorted(forms, key=len, reverse=True):
        text = re.sub(re.escape(form), HIDDEN, text, flags=re.IGNORECASE)
    return text


def reveals(data: bytes | str, secrets: Iterable[Secret]) -> bool:
    """Tell whether a key stands in a body or a text."""
    forms = {form.lower() for secret in secrets for form in _forms(secret)}
    text = (data.decode("latin-1") if isinstance(data, bytes) else data).lower() if forms else ""
    return any(form in text for form in forms)


def _without_query(record: logging.LogRecord) -> bool:
    record.msg, record.args = _QUERY.sub(f"?{HIDDEN}", record.getMessage()), ()
    return True


def keep_out_of_logs() -> None:
    """Cut the query out of the addresses that urllib3 logs, as keys may be in it."""
    for name in _LOGGERS:
        logging.getLogger(name).addFilter(_without_query)
