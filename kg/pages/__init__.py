"""The explorer: Streamlit pages over the rooms of `kg`. Only this package and ``app.py`` import Streamlit.

`shell` is the frame and the list of pages. `state` alone reads and writes the address. `data` and `facts`
ask the graph. `drawing` and `charts` are pure functions that make drawings. `show` puts text from
upstream on the page without reading any markup from it.
"""
