"""The one client for upstreams: `Client(home).fetch(get(url))` for answers, `.download(get(url), path)` for files.

What a caller may rely on:

- An answer is whole, within the limits, of a status that the caller takes, and accepted by the caller's check; or there
  is an `UpstreamError`, after some attempts with growing waits. Nothing is waited for without an end.
- Between two requests to a domain of `SPACING` lies the time that its terms ask for, and there is one connection at a
  time: for all processes that share the workspace, and across restarts.
- What is cached or downloaded is there whole or not at all. A download goes on where it was broken off.
- A `Secret` goes to the host first asked and to no other, and is never stored, logged or shown.
- Redirects are told (`Response.history`), never lead from https to http, and never into a network that the host first
  asked is not in.

A request is a value that a source makes by a pure function, so one verb serves each upstream: a page of XML or JSON,
and a batch by POST. The two other shapes that were weighed: a subclass of `requests.Session` hides spacing and cache
behind an interface that promises neither; one method for each kind of request repeats every option.
"""

from ingest.disk import DiskError
from ingest.http.client import Accept, Client
from ingest.http.download import Downloaded, Progress
from ingest.http.errors import UpstreamError
from ingest.http.limits import Limits
from ingest.http.message import Hop, Request, Response, get, post, same_place
from ingest.http.retry import RETRIED
from ingest.http.secret import Secret
from ingest.http.spacing import SPACING, apart

__all__ = [
    "RETRIED",
    "SPACING",
    "Accept",
    "Client",
    "DiskError",
    "Downloaded",
    "Hop",
    "Limits",
    "Progress",
    "Request",
    "Response",
    "Secret",
    "UpstreamError",
    "apart",
    "get",
    "post",
    "same_place",
]
