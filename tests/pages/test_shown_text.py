"""Text from upstream is shown as it is: a graph full of markup leads to no markup on any page."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kg import looks
from kg.pages import look
from tests.pages.conftest import Open

EVIL = "![x](http://a.example/x.png) <script>alert(1)</script> $x^2$ :red[y]"


@pytest.mark.parametrize("name", ["lineage", "leaderboard", "claims", "sparql"])
def test_a_text_of_the_address_never_reaches_markdown(open_page: Open, name: str) -> None:
    parameters = {
        "thing": EVIL,
        "edge": EVIL,
        "node": EVIL,
        "benchmark": EVIL,
        "metric": EVIL,
        "claim": EVIL,
        "query": EVIL,
    }
    app = open_page(name, **parameters)
    assert not app.exception
    assert not [element for element in _marked(app) if "a.example" in element]
    assert any("a.example" in element.value for element in app.text)


def test_no_page_asks_for_raw_html_but_our_own_style() -> None:
    for path in Path(look.__file__).parent.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "unsafe_allow_html" not in text
        assert text.count("st.html(") == (1 if path.name == "show.py" else 0), path


def test_our_own_images_and_styles_load_nothing() -> None:
    for text in (look.ICON, look.LOGO, look.STYLE):
        assert "url(" not in text
        assert "http" not in text.replace('xmlns="http://www.w3.org/2000/svg"', "")


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("ViT", 10, "ViT"),
        ("An Image is Worth", 12, "An Image is…"),
        ("Supercalifragilistic", 10, "Supercali…"),
    ],
)
def test_long_names_are_cut_at_a_word_where_one_is_near(text: str, most: int, cut: str) -> None:
    assert looks.shorten(text, most) == cut
    assert len(looks.shorten(text, most)) <= most


def _marked(app: AppTest) -> list[str]:
    kinds = (
        app.markdown,
        app.caption,
        app.info,
        app.warning,
        app.error,
        app.title,
        app.header,
        app.subheader,
    )
    return [element.value for kind in kinds for element in kind]
