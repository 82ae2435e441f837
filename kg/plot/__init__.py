"""Pictures for print, drawn with matplotlib: only this room knows it, and it knows no RDF.

`canvas` is the sheet: size, title, notes, and the bytes of SVG or PNG. `labels` finds places where no name hides
another. Each other module draws one kind of picture out of frames and graphs.
"""
