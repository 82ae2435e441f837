"""How the explorer looks: colours, marks, style. Nothing is fetched."""

from kg.looks import BLUE, GREEN, GREY, INK, ORANGE, PURPLE, SKY, VERMILION

FAMILY_COLOURS = (BLUE, ORANGE, GREEN, PURPLE, VERMILION, SKY, INK, GREY)
"""The palette of Okabe and Ito, which people with any colour vision can tell apart, without its yellow."""

FAMILY_SHAPES = (
    "circle",
    "square",
    "triangle-up",
    "diamond",
    "triangle-down",
    "cross",
    "triangle-right",
    "stroke",
)

_TREE = (
    '<g fill="none" stroke="#0072B2" stroke-width="2.5">'
    '<path d="M8 7v7q0 4 4 4h4M24 7v7q0 4-4 4h-4M16 18v6"/></g>'
    '<circle cx="8" cy="6" r="4" fill="#0072B2"/><circle cx="24" cy="6" r="4" fill="#0072B2"/>'
    '<circle cx="16" cy="26" r="4.5" fill="#E69F00"/>'
)
_NAME = (
    '<text x="38" y="23" fill="#1F2933" font-family="Source Sans, Source Sans Pro, sans-serif" '
    'font-size="22" font-weight="600">Paperkin</text>'
)
ICON = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{_TREE}</svg>'
LOGO = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 32">{_TREE}{_NAME}</svg>'

STYLE = """<style>
.block-container, [data-testid="stMainBlockContainer"] { padding: 4.5rem 3rem 3rem; max-width: 1600px; }
h1 { font-size: 1.75rem !important; padding-top: 0 !important; }
h2 { font-size: 1.25rem !important; }
h3 { font-size: 1.05rem !important; }
[class*="st-key-name-"] [data-testid="stText"] { font-size: 1.1rem; font-weight: 600; line-height: 1.35; }
[class*="st-key-quiet-"] * { font-size: 0.875rem !important; color: #52606D !important; }
.st-key-starts [data-testid="stPageLink"] p { color: #0072B2; font-weight: 500; }
.st-key-own-text textarea { font-family: "Source Code Pro", monospace; font-size: 0.875rem; }
.st-key-problem { border-left: 4px solid #E69F00; }
[data-testid="stMetricValue"] { font-size: 1.7rem; }
</style>"""

VERDICTS = {"holds": "✓ holds", "differs": "≠ differs", "undecidable": "? undecidable"}


def separated(value: str) -> str:
    """Put commas into a long whole number; leave any other text alone.

    Examples
    --------
    >>> separated("1800000000"), separated("2021"), separated("87.54"), separated("ViT")
    ('1,800,000,000', '2021', '87.54', 'ViT')
    """
    return f"{int(value):,}" if value.isascii() and value.isdigit() and len(value) > 4 else value
