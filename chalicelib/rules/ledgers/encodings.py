"""From bytes to text: which of the encodings that shops use a file is written in."""

import codecs
from dataclasses import dataclass

from chalicelib.errors import Unreadable

SAMPLE = 4_000
_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NEUTRAL = ((0x3000, 0x303F), (0xFF00, 0xFFEF), (0x2000, 0x22FF), (0x3380, 0x33DF))
_WESTERN = frozenset(
    "äöüßéèêëáàâãåæçñíìîïóòôõøúùûýÿœšžÄÖÜÉÈÊËÁÀÂÃÅÆÇÑÍÌÎÏÓÒÔÕØÚÙÛÝŒŠŽ€£¥²³°½ºª«»·–—‘’“”…§©®™\xa0"
)


@dataclass(frozen=True)
class Script:
    """A legacy encoding of Chinese. Its everyday characters begin with a byte in `common`, so a text
    read in the wrong one gives itself away by rare characters."""

    name: str
    plain: str
    common: range


_SCRIPTS = (
    Script("gb18030", "gb2312", range(0xB0, 0xD8)),
    Script("big5", "big5", range(0xA4, 0xC7)),
)
_CODECS = {"big5": "big5hkscs"}


def decode(name: str, content: bytes) -> tuple[str, str]:
    """The encoding and the text."""
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return encoding, _strictly(name, content, encoding)
    if (text := _attempt(content, "utf-8")) is not None:
        return "utf-8", _without_binary(name, text)
    encoding, text = _legacy(name, content)
    return encoding, _without_binary(name, text)


def _legacy(name: str, content: bytes) -> tuple[str, str]:
    candidates = []
    for script in _SCRIPTS:
        text = _attempt(content, _CODECS.get(script.name, script.name))
        if text is not None:
            candidates.append((_commonness(text, script), script.name, text))
    best = max(candidates, key=lambda candidate: candidate[0], default=(0.0, "", ""))
    western = _attempt(content, "cp1252")
    if best[0] < 0.5 and western is not None and _is_western(western):
        return "cp1252", western
    if not candidates:
        raise _unreadable(name, content)
    return best[1], best[2]


def _attempt(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strictly(name: str, content: bytes, encoding: str) -> str:
    text = _attempt(content, encoding)
    if text is None:
        raise Unreadable(
            "{name} says that it is {encoding}, but is damaged. Save it again as “CSV UTF-8”.",
            name=name,
            encoding=encoding,
        )
    return text


def _commonness(text: str, script: Script) -> float:
    """The share of everyday characters among those that are not plain signs."""
    letters = [letter for letter in text if ord(letter) > 0x7F and not _is_neutral(letter)][:SAMPLE]
    if not letters:
        return 0.5
    return sum(_is_common(letter, script) for letter in letters) / len(letters)


def _is_neutral(letter: str) -> bool:
    return any(first <= ord(letter) <= last for first, last in _NEUTRAL) or letter in "¥¢£§°±·×÷"


def _is_common(letter: str, script: Script) -> bool:
    try:
        return letter.encode(script.plain)[0] in script.common
    except UnicodeEncodeError:
        return False


def _is_western(text: str) -> bool:
    strange = [letter for letter in text if ord(letter) > 0x7F]
    return sum(letter in _WESTERN for letter in strange) >= 0.95 * len(strange)


def _without_binary(name: str, text: str) -> str:
    if any(letter < " " and letter not in "\t\r\n\f\v" for letter in text):
        raise Unreadable(
            "{name} is not a table: it holds binary data. Save it as XLSX or as “CSV UTF-8”.", name=name
        )
    return text


def _unreadable(name: str, content: bytes) -> Unreadable:
    return Unreadable(
        "{name} is neither UTF-8 nor GB18030 nor Big5: line {first_bad_line} holds bytes that no encoding "
        "explains. Open it in the program that wrote it and save it as “CSV UTF-8”.",
        name=name,
        first_bad_line=_first_bad_line(content),
    )


def _first_bad_line(content: bytes) -> int:
    """Where the most tolerant encoding gives up."""
    try:
        content.decode("gb18030")
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return 1
