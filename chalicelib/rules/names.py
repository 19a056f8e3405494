"""Who is meant by a name, among people who share a telephone or an e-mail address.

Sellers write one owner as Mr. Chan Tai Man, CHAN Tai-Man and Chan, Tai Man; as 張三, 张三 and 张先生.
Names are only ever compared like this beside a shared address: without one, two people of one name are two.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from chalicelib.ids import plain_name
from chalicelib.rules.characters import HAN, simplified

MAN, WOMAN = "m", "f"
TITLES = {"mr": MAN, "mrs": WOMAN, "ms": WOMAN, "miss": WOMAN, "dr": ""}
# Also names of people, and titles only where they stand in front.
FRONT_TITLES = {"sir": MAN, "herr": MAN, "frau": WOMAN}
ENDINGS = {
    **{"先生": MAN, "小姐": WOMAN, "女士": WOMAN, "老师": "", "师傅": ""},
    **{"様": "", "样": "", "さま": "", "さん": ""},
}
# Somebody's wife, who goes by a name that is not hers: 张太 is not 张先生, and 张三太太 is not 张三.
_WIFE = re.compile(r"(?<=.)(?:太太|夫人)$")
WIFE = "太"
_SURNAMES = "欧阳司马司徒上官诸葛夏侯皇甫尉迟公孙慕容令狐长孙宇文端木东方南宫"
TWO_LETTER_SURNAMES = frozenset(_SURNAMES[at : at + 2] for at in range(0, len(_SURNAMES), 2))
LONGEST_CHINESE_NAME = 4
_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]")
# Not \w, which the vowels of Thai are not.
_WORD = re.compile(r"[^\s,.;:/&()_·・•]+")
_HYPHENS = re.compile(r"[-‐‑–]")
# Mueller is Müller; but Yuen is not Yun, nor Xue Xu, and Sue, Joe and Mae only end so.
_UMLAUT = re.compile(r"(?<![qxy])([aou])e(?=[a-z])")
_UNDIVIDED = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "'": None, "’": None}
)


@dataclass(frozen=True)
class Name:
    """`keys` are its forms, one of which two names of one person share. `bare`: nothing but a surname
    and a title, as 张先生. `surname` only where it can be told, in Chinese names."""

    keys: frozenset[str]
    sex: str = ""
    surname: str = ""
    bare: bool = False

    def contradicts(self, other: "Name") -> bool:
        """The one is a man's, the other a woman's."""
        return bool(self.sex and other.sex and self.sex != other.sex)

    def is_like(self, other: "Name") -> bool:
        return bool(self.keys & other.keys) and not self.contradicts(other)


def match(name: str, known: Sequence[str]) -> int | None:
    """Which of the people known at an address this is, by their names. Who has no name may be anybody."""
    if not name:
        return 0 if known else None
    plain = [plain_name(one) for one in known]
    if plain_name(name) in plain:
        return plain.index(plain_name(name))
    named = [place for place, one in enumerate(known) if one]
    found = _match(read(name), [read(known[place]) for place in named]) if named else None
    if found is not None:
        return named[found]
    return plain.index("") if "" in plain else None


def _match(name: Name, known: Sequence[Name]) -> int | None:
    alike = [place for place, one in enumerate(known) if name.is_like(one)]
    if alike:
        return alike[0]
    namesakes = [place for place, one in enumerate(known) if is_namesake(name, one)]
    if len(namesakes) != 1 or name.contradicts(known[namesakes[0]]):
        return None
    return namesakes[0] if name.bare or known[namesakes[0]].bare else None


def is_namesake(one: Name, other: Name) -> bool:
    return bool(one.surname) and one.surname == other.surname


def fuller(known: str, new: str) -> str:
    """Of two names of one person the one that says more: 张三 rather than 张先生, which would later pass
    for 张四, too."""
    if not known or not new or plain_name(known) == plain_name(new):
        return known or new
    return new if read(known).bare and not read(new).bare else known


def spelling(name: str) -> str:
    """What a name is found by: its letters alone, as one would begin to type it, without titles."""
    text = _unaccented(unicodedata.normalize("NFKC", name).casefold())
    words, _ = _untitled(_WORD.findall(text))
    if _ASIAN.search(text):
        return min(read(name).keys)
    return "".join(_HYPHENS.sub("", word) for word in words)


@lru_cache(maxsize=4096)
def read(name: str) -> Name:
    text = _unaccented(unicodedata.normalize("NFKC", name).casefold())
    written = _WORD.findall(text)
    words, sex = _untitled(written)
    if _ASIAN.search(text):
        return _asian("".join(words), sex, words != written)
    return Name(frozenset(_latin_keys(words) or [plain_name(name)]), sex)


def _unaccented(text: str) -> str:
    """Latin letters without their accents; every other script stays as it is."""
    return "".join(
        plain if (plain := unicodedata.normalize("NFD", letter)[0]).isascii() else letter
        for letter in text.translate(_UNDIVIDED)
    )


def _untitled(words: list[str]) -> tuple[list[str], str]:
    """The words without titles, and the sex that these tell. Of a couple's, and of one that is nothing
    else, the titles stay."""
    titles = [
        TITLES.get(word, FRONT_TITLES.get(word) if place == 0 else None) for place, word in enumerate(words)
    ]
    left = [word for word, title in zip(words, titles, strict=True) if title is None]
    sexes = {title for title in titles if title}
    return (words, "") if not left or len(sexes) > 1 else (left, "".join(sexes))


def _latin_keys(words: Iterable[str]) -> set[str]:
    """In one word, as some write it; and with the surname in front or behind, hyphens parting or joining."""
    whole = [_UMLAUT.sub(r"\1", _HYPHENS.sub("", word)) for word in words]
    parts = [_UMLAUT.sub(r"\1", part) for word in words for part in _HYPHENS.split(word) if part]
    return {"".join(parts), *map(_turned, (whole, parts))} - {""}


def _turned(words: list[str]) -> str:
    """The same for Chan Tai Man and Tai Man Chan, another for Man Tai Chan."""
    return min((" ".join(words[at:] + words[:at]) for at in range(len(words))), default="")


def _asian(text: str, sex: str, titled: bool) -> Name:
    text = simplified(text)
    if _WIFE.search(text):
        return Name(frozenset([_WIFE.sub(WIFE, text)]))
    ending = next((one for one in ENDINGS if text.endswith(one) and text != one), "")
    rest = text.removesuffix(ending)
    surname = _surname(rest)
    bare = bool(titled or ending) and rest == surname
    return Name(frozenset([rest]), sex or ENDINGS.get(ending, ""), surname, bare)


def _surname(name: str) -> str:
    """Of what may be a Chinese person's name: no firm's, and no 张太, whose own is another."""
    surname = name[:2] if name[:2] in TWO_LETTER_SURNAMES else name[:1]
    chinese = len(name) <= LONGEST_CHINESE_NAME and all(map(HAN.match, name))
    return surname if chinese and name != surname + WIFE else ""
