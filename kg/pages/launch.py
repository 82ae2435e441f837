"""Starting the explorer as a process of its own: what the command ``kg explore`` does."""

import os
import socket
import subprocess
import sys
import time
import webbrowser
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from kg import leash

ADDRESS = "127.0.0.1"
PATIENCE = 60.0
"""Seconds to wait for the explorer to answer before the browser is opened anyway."""

_FLAGS = {
    "server.address": ADDRESS,
    "server.headless": "true",
    "logger.level": "warning",
    "server.fileWatcherType": "none",
    "server.enableXsrfProtection": "true",
    "server.enableCORS": "true",
    "browser.gatherUsageStats": "false",
    "browser.serverAddress": ADDRESS,
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "theme.base": "light",
    "theme.primaryColor": "#0072B2",
    "theme.textColor": "#1F2933",
    "theme.baseRadius": "0.4rem",
}
"""Nothing is sent out: no usage statistics, no lookup of an outer address. Only this machine is served."""


def launch(home: Path, port: int, open_browser: bool) -> int:
    """Serve the explorer until it is stopped.

    Parameters
    ----------
    home : Path
        The workspace.
    port : int
        TCP port; another free one is taken where it is 0 or in use.
    open_browser : bool
        Open the address in the browser of this machine once the explorer answers.

    Returns
    -------
    int
        Exit code: 0 when it was stopped by Ctrl-C, else that of the server.
    """
    served = free_port(port)
    url = f"http://{ADDRESS}:{served}"
    if port not in (0, served):
        print(f"port {port} is taken", file=sys.stderr)
    print(f"explorer: {url} (stop it with Ctrl-C)", file=sys.stderr, flush=True)
    with leash.leash() as held, _server(home, served, held) as server:
        try:
            if open_browser and answers(url, server):
                webbrowser.open(url)
            return server.wait()
        except KeyboardInterrupt:
            server.terminate()
            return 0


def _server(home: Path, port: int, held: int) -> "subprocess.Popen[bytes]":
    environment = os.environ | {"KG_HOME": str(home.resolve()), leash.VARIABLE: str(held)}
    return subprocess.Popen(command(port), env=environment, stdout=subprocess.DEVNULL, pass_fds=[held])


def command(port: int) -> list[str]:
    """Give the command that serves the explorer; files of the folder that it starts in stand in for no module."""
    entry = Path(__file__).with_name("main.py")
    flags = [f"--{name}={value}" for name, value in _FLAGS.items()]
    return [sys.executable, "-P", "-m", "kg.pages.launch", "run", str(entry), f"--server.port={port}", *flags]


def free_port(wished: int) -> int:
    """Give `wished` where it is free, else a port that is."""
    for port in (wished, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((ADDRESS, port))
            except (OSError, OverflowError):
                continue
            return int(probe.getsockname()[1])
    raise OSError(f"no free port at {ADDRESS}")


def answers(url: str, server: "subprocess.Popen[bytes]", patience: float = PATIENCE) -> bool:
    """Wait until the explorer answers; False where its process ends before."""
    direct = build_opener(ProxyHandler({}))
    until = time.monotonic() + patience
    while server.poll() is None and time.monotonic() < until:
        try:
            with direct.open(f"{url}/_stcore/health", timeout=2):
                return True
        except (URLError, OSError):
            time.sleep(0.1)
    return server.poll() is None


def _serve() -> None:
    """Be Streamlit's own command, but end with the process that started it."""
    from streamlit.web import cli

    leash.heed()
    cli.main(prog_name="streamlit")


if __name__ == "__main__":
    _serve()
