"""Starting the explorer: its address, its flags, a real start and stop."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from kg.pages import launch


def test_a_free_port_is_kept_and_a_taken_one_is_replaced() -> None:
    with socket.socket() as taken:
        taken.bind((launch.ADDRESS, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert launch.free_port(port) not in (0, port)
    assert launch.free_port(port) == port


def test_zero_and_impossible_ports_give_a_free_one() -> None:
    assert launch.free_port(0) > 0
    assert 0 < launch.free_port(70_000) < 65_536


def test_the_flags_keep_everything_on_this_machine() -> None:
    flags = launch.command(8501)
    for flag in (
        "--server.address=127.0.0.1",
        "--browser.gatherUsageStats=false",
        "--client.showErrorDetails=none",
    ):
        assert flag in flags
    entry = next(Path(part) for part in flags if part.endswith("main.py"))
    assert entry.is_file()


def test_waiting_ends_when_the_server_dies() -> None:
    with subprocess.Popen([sys.executable, "-c", "pass"]) as server:
        assert not launch.answers(f"http://127.0.0.1:{launch.free_port(0)}", server, patience=20)


def test_the_explorer_starts_says_where_and_stops_at_ctrl_c(home: Path) -> None:
    code = f"import pathlib, kg.pages.launch as l; exit(l.launch(pathlib.Path({str(home)!r}), 0, False))"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    ) as made:
        assert made.stderr is not None
        url = made.stderr.readline().split()[1]
        assert launch.answers(url, made, patience=40)
        with build_opener(ProxyHandler({})).open(url, timeout=5) as page:
            assert page.status == 200
        time.sleep(0.2)
        made.send_signal(signal.SIGINT)
        assert made.wait(timeout=20) == 0
        assert made.stdout is not None
        assert made.stdout.read() == ""


def test_the_server_ends_when_the_command_is_killed(home: Path) -> None:
    code = f"import pathlib, kg.pages.launch as l; exit(l.launch(pathlib.Path({str(home)!r}), 0, False))"
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) as made:
        assert made.stderr is not None
        url = made.stderr.readline().split()[1]
        assert launch.answers(url, made, patience=40)
        made.kill()
    assert _stops_answering(url)


def _stops_answering(url: str) -> bool:
    for _ in range(100):
        try:
            build_opener(ProxyHandler({})).open(url, timeout=5).close()
        except OSError:
            return True
        time.sleep(0.1)
    return False


def test_a_stray_file_where_it_is_started_is_not_taken_for_a_module(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text("raise SystemExit('the stray file ran')")
    asked = [part for part in launch.command(0) if not part.startswith("--")][:4]
    done = subprocess.run([*asked, "version"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Streamlit, version" in done.stdout, done.stderr
