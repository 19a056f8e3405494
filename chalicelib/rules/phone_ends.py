"""The end of a telephone number, as people say and write it."""

import re
import unicodedata

# No number in the world has more digits.
LONGEST = 15
_OF_PHONE = "(?:(?:手机|手機|电话|電話)(?:号码?|號碼?)?的?)?"
_LAST = "(?:尾[号號码碼数數]?|最?[后後末尾][四五六七八4-8]位[数數]?)"
# 尾号为6789, 手机后四位:6789; ****6789, 138****6789; 6789.
_SAID, _HIDDEN = rf"{_OF_PHONE}{_LAST}[是为為: ]*", r"[*.\u2026]+|\d[\d -]*[*xX×]{2,}"
_END = re.compile(rf"(?:{_SAID}|{_HIDDEN}) ?([\d -]+)|([\d -]+)")


def read(text: str, least: int) -> str:
    """Its digits; nothing where these are fewer, or more than a number has, or it is something else."""
    found = _END.fullmatch(unicodedata.normalize("NFKC", text).strip())
    digits = re.sub("[ -]", "", found[1] or found[2]) if found else ""
    return digits if digits.isascii() and least <= len(digits) <= LONGEST else ""
