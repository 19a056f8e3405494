"""An address as a square that a telephone reads, to be drawn within a page."""


def square(address: str) -> str:
    """SVG without a size of its own. Up to a seventh of it may be smudged."""
    import segno  # only who prints waits for it

    return segno.make_qr(address, error="m").svg_inline(omitsize=True, border=4)
