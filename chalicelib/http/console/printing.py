"""Pages that are printed, as answers."""

import re
from base64 import b64encode
from hashlib import sha256
from html import escape

from chalice import Response

from chalicelib.http import door
from chalicelib.http.console import desk

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
ON_SCREEN = """<style>
.back a { display: inline-block; padding: .5rem 0; color: #0b5c47; }
.back a:focus-visible { outline: 3px solid #0b5c47; outline-offset: 2px; }
@media print { .back { display: none; } }
</style>"""


def answer(paper: str, place: str, name: str) -> Response:
    """With the way back to where one came from, which paper does not show. Its own styles are allowed by
    their very letters, and nothing else."""
    text = _with_way_back(paper, place, name)
    digests = [b64encode(sha256(style.encode()).digest()).decode() for style in STYLE.findall(text)]
    styles = " ".join(f"'sha256-{digest}'" for digest in digests)
    policy = f"default-src 'none'; style-src {styles}; img-src data:; base-uri 'none'; frame-ancestors 'none'"
    return door.html(text, Content_Security_Policy=policy, Referrer_Policy="same-origin")


def _with_way_back(paper: str, place: str, name: str) -> str:
    link = f'<a href="{escape(place)}">{escape(name)}</a>'
    way = f'<nav class="back" lang="{desk.reader_language()}">{link}</nav>'
    return paper.replace("</head>", f"{ON_SCREEN}\n</head>", 1).replace("<body>", f"<body>\n{way}", 1)
