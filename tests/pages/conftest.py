"""Running one page of the explorer without a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.conftest import REPOSITORY

Open = Callable[..., AppTest]

SECONDS = 30.0


def _script(name: str) -> None:
    from kg.pages import shell

    shell.draw(name)


@pytest.fixture
def open_page(home: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a page by its name, with the parameters of its address."""
    monkeypatch.setenv("KG_HOME", str(home))

    def opened(name: str, **address: str) -> AppTest:
        app = AppTest.from_function(_script, args=(name,), default_timeout=SECONDS)
        for parameter, value in address.items():
            app.query_params[parameter] = value
        return app.run()

    return opened


@pytest.fixture
def whole_app(home: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The explorer as `streamlit run app.py` starts it."""
    monkeypatch.setenv("KG_HOME", str(home))
    return AppTest.from_file(REPOSITORY / "app.py", default_timeout=SECONDS)


def texts(app: AppTest) -> list[str]:
    """Give all text that is shown as it is."""
    return [element.value for element in app.text]


def sole(found: list[str]) -> str:
    assert len(found) == 1, found
    return found[0]
