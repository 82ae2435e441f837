"""One walk through the explorer in a real browser, which may reach nothing but this machine.

Without a browser the walk is skipped; with PAPERKIN_REQUIRE_BROWSER=1 that is a failure.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from kg.pages import launch

pytestmark = pytest.mark.browser

BROWSERS = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
SECONDS = 30_000
ROW, HEADER, BOX = 35, 36, 16


@pytest.fixture(scope="module")
def browser_path() -> str:
    """Find a browser."""
    pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found:
        return found
    reason = f"no browser here; looked for {', '.join(BROWSERS)}"
    if os.environ.get("PAPERKIN_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """Serve the explorer as `kg explore` does."""
    port = launch.free_port(0)
    url = f"http://{launch.ADDRESS}:{port}"
    environment = os.environ | {"KG_HOME": str(home)}
    with subprocess.Popen(launch.command(port), env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            assert launch.answers(url, server)
            yield url
        finally:
            server.terminate()


class Walk:
    """A page of the browser, with what it asked of others and what went wrong in it."""

    def __init__(self, browser, address: str) -> None:
        self.address, self.outside, self.errors = address, [], []
        self.page = browser.new_page(viewport={"width": 1400, "height": 900})
        self.page.set_default_timeout(SECONDS)
        self.page.route("**/*", self._watch)
        self.page.on("websocket", self._watch_socket)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _watch(self, route) -> None:
        if route.request.url.startswith((self.address, "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def _watch_socket(self, socket) -> None:
        if not socket.url.startswith(self.address.replace("http:", "ws:")):
            self.outside.append(socket.url)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_timeout(500)
        self.page.wait_for_selector(IDLE)
        self.page.wait_for_timeout(500)

    def shown(self) -> str:
        return self.page.inner_text("[data-testid=stMain]")

    def wait_for(self, text: str) -> None:
        """Wait until a person can see the text; a table drawn on a canvas holds its words a second time, hidden."""
        self.page.get_by_text(text).locator("visible=true").first.wait_for()

    def parameters(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query)

    def tick_row(self, row: int) -> None:
        """Select a row of the first table by its box; the table is a canvas."""
        table = self.page.locator("[data-testid=stDataFrame]").first
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        self.page.mouse.click(box["x"] + BOX, box["y"] + HEADER + ROW * row + ROW / 2)
        self.settle()


@pytest.fixture
def walk(browser_path: str, address: str) -> Iterator[Walk]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=browser_path, args=FLAGS)
        made = Walk(browser, address)
        yield made
        browser.close()
    assert made.outside == []
    assert made.errors == []


def test_a_person_walks_through_the_explorer(walk: Walk) -> None:
    walk.go("/")
    walk.wait_for("The family tree of machine-learning results")
    _leaderboard(walk)
    edge = _lineage(walk)
    _claims(walk)
    _sparql(walk)
    _deep_link(walk, edge)


def _leaderboard(walk: Walk) -> None:
    walk.page.get_by_text("Leaderboard", exact=True).first.click()
    walk.settle()
    walk.wait_for("Extra training samples (log scale)")
    assert walk.page.locator("[data-testid=stVegaLiteChart]").count() >= 2
    walk.page.get_by_text("By rank").click()
    walk.wait_for("Rank")


def _lineage(walk: Walk) -> str:
    """Pick a technique, see drawing and table, select an edge; give the address."""
    walk.page.get_by_text("Lineage", exact=True).first.click()
    walk.settle()
    choice = walk.page.get_by_role("combobox", name="Technique or paper")
    choice.click()
    choice.fill("CSWin Tr")
    walk.page.get_by_role("option", name="CSWin Transformer (").click()
    walk.settle()
    assert walk.parameters()["thing"] == ["CSWin Transformer"]
    drawing = walk.page.locator("[data-testid=stEChartsChart] canvas").first
    drawing.wait_for()
    assert drawing.bounding_box()["height"] > 200
    walk.tick_row(0)
    assert "edge" in walk.parameters()
    assert "Where it stands" in walk.shown()
    assert "Section 2, paragraph" in walk.shown()
    return walk.page.url


def _claims(walk: Walk) -> None:
    walk.page.get_by_text("Claims", exact=True).first.click()
    walk.settle()
    walk.page.get_by_text("differs (").click()
    walk.settle()
    assert walk.parameters()["verdict"] == ["differs"]
    walk.tick_row(0)
    assert "The graph's value" in walk.shown()


def _sparql(walk: Walk) -> None:
    walk.page.get_by_text("SPARQL", exact=True).first.click()
    walk.settle()
    choice = walk.page.get_by_role("combobox", name="Question")
    choice.click()
    choice.fill("A table of a review")
    walk.page.get_by_role("option", name="A table of a review").first.click()
    walk.settle()
    walk.page.get_by_label("Number of the table").fill("2")
    walk.page.keyboard.press("Enter")
    walk.settle()
    walk.wait_for("3 rows")
    assert walk.parameters() == {"query": ["review-table"], "p.table": ["2"]}


def _deep_link(walk: Walk, edge: str) -> None:
    """Open the address of the edge afresh: the same state is shown."""
    walk.page.goto("about:blank")
    walk.page.goto(edge)
    walk.settle()
    walk.wait_for("Where it stands")
    assert walk.page.url == edge
    assert "Section 2, paragraph" in walk.shown()


def test_a_click_on_a_mark_tells_of_the_thing(walk: Walk) -> None:
    walk.go("/lineage?thing=CSWin%20Transformer&depth=1&direction=ancestors")
    box = walk.page.locator("[data-testid=stEChartsChart] canvas").first.bounding_box()
    found = False
    for down in range(20, int(box["height"]) - 20, 6):
        for across in range(10, int(box["width"] * 0.8), 12):
            if not found:
                walk.page.mouse.move(box["x"] + across, box["y"] + down)
                found = "pointer" in walk.page.evaluate(_CURSOR)
                where = (box["x"] + across, box["y"] + down)
    assert found
    walk.page.mouse.click(*where)
    walk.settle()
    assert {"node", "edge"} & walk.parameters().keys()


_CURSOR = """
() => [...document.querySelectorAll('[data-testid=stEChartsChart] *')].map(one => one.style.cursor).join()
"""
