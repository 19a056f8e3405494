"""Was a page opened by a person, or by a program that opens links before anybody does?"""

from collections.abc import Mapping

# Words by which such programs name themselves: mail gateways, previews in chats, search engines, scripts.
_PROGRAMS = (
    *("bot", "crawl", "spider", "slurp", "preview", "scan", "proofpoint", "barracuda", "mimecast"),
    *("safelinks", "facebookexternalhit", "whatsapp/", "googleimageproxy", "headless"),
    *("curl/", "wget/", "python", "java/", "go-http", "okhttp", "httpclient", "urllib"),
)
_AHEAD = ("purpose", "sec-purpose", "x-purpose", "x-moz")
# What a browser says of itself where somebody follows a link to a page. Not every browser says it.
_FOLLOWED = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


def is_persons(headers: Mapping[str, str]) -> bool:
    """As far as a request tells; `headers` by their names in small letters."""
    agent = headers.get("user-agent", "").casefold()
    if not agent or any(word in agent for word in _PROGRAMS):
        return False
    if any("prefetch" in headers.get(name, "").casefold() for name in _AHEAD):
        return False
    return all(headers.get(name, meant) == meant for name, meant in _FOLLOWED.items())
