"""Telephones and e-mail addresses. Which country a bare number belongs to is decided per file."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberType

from chalicelib.rules.ledgers.cells import clean, is_empty

# Where ledgers may come from, the nearer first. Countries whose numbers have no fixed length (such as
# Austria) are left out: they would find anything valid. A shop's own country is always asked.
COUNTRIES = (
    *("CN", "HK", "TW", "MO", "SG", "MY", "US", "GB", "DE", "AU", "JP", "KR", "TH", "VN", "PH"),
    *("ID", "NZ", "IE", "FR", "ES", "IT", "NL", "BE", "CH"),
)
_MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_BETWEEN = re.compile(r"\s*[、;,|\n\\&]\s*|\s+(?:or|and)\s+|或|和")
_AREA_CODE = re.compile(r"\(?0[1-9]\d{0,3}\)?\s*/\s*\d{4,}")
_LABEL = re.compile(r"^[^\d+(]+|[^\d)]+$")
_WITHOUT_PLUS = re.compile(r"(?:86|852|853|886)\d{8,11}")
_EXTENSION = re.compile(r"\s*[转轉]\s*(?=\d)")
# As 020-87654321-801 is written in China.
_THIRD_GROUP = re.compile(r"(\(?0\d{2,3}\)?[- ]?\d{7,8})-(\d{1,5})")
_NOTE = re.compile(r"\([^()\d]*\)")


@dataclass(frozen=True)
class Phones:
    """What a cell gives: valid numbers as E.164, the landlines among them, and what is no number."""

    valid: tuple[str, ...] = ()
    no_sms: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()


def pieces(cell: str) -> list[str]:
    """The numbers in one cell, as written."""
    parts = [half for part in _BETWEEN.split(clean(cell)) for half in _halves(part)]
    parts = [part for part in parts if not is_empty(part)]
    return [part for part in parts if _digits(part)] or parts


def _halves(part: str) -> list[str]:
    """A slash parts two numbers, but in 0151/2345678 it only sets off the area code."""
    sets_off = _AREA_CODE.match(part) or not _digits(part)
    return [part.strip()] if sets_off else [half.strip() for half in part.split("/")]


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def phones(cell: str, country: str) -> Phones:
    valid: dict[str, bool] = {}
    bad = []
    for piece in pieces(cell):
        number = _number(piece, country)
        found, rest = ([number], "") if number else _several(piece, country)
        for one in found:
            written = phonenumbers.format_number(one, phonenumbers.PhoneNumberFormat.E164)
            valid[written] = _takes_sms(one)
        if rest:
            bad.append(rest)
    return Phones(tuple(valid), tuple(phone for phone, sms in valid.items() if not sms), tuple(bad))


def _several(piece: str, country: str) -> tuple[list[phonenumbers.PhoneNumber], str]:
    """Numbers with nothing but a space or a word between them, and what of the piece is none."""
    matches = list(phonenumbers.PhoneNumberMatcher(piece, country))
    rest = piece
    for match in matches:
        rest = rest.replace(match.raw_string, " ", 1)
    return [match.number for match in matches], clean(rest) if _digits(rest) or not matches else ""


def _number(piece: str, country: str) -> phonenumbers.PhoneNumber | None:
    """Read as it would be dialled; else by the country's own way to dial abroad; else with its plus."""
    text = _dialled(piece)
    number = _valid(text, country) or _valid(piece, country)
    if number is None and _WITHOUT_PLUS.fullmatch(digits := re.sub(r"\D", "", text)):
        return _valid(f"+{digits}", country)
    return number


def _valid(text: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(text, country)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _dialled(piece: str) -> str:
    """A leading 00 is a plus; a whole number that a sheet has made a decimal loses its `.0`."""
    text = _LABEL.sub("", _EXTENSION.sub(" ext ", _NOTE.sub(" ", piece))).strip()
    text = re.sub(r"^(\d{7,})\.0+$", r"\1", text)
    if match := _THIRD_GROUP.fullmatch(text):
        text = f"{match[1]} ext {match[2]}"
    return re.sub(r"^\(?(?:00|\+)\s*\)?(?=[\d( ])", "+", text)


def _takes_sms(number: phonenumbers.PhoneNumber) -> bool:
    return phonenumbers.number_type(number) in _MOBILE


def decide_country(cells: Iterable[str], shop_country: str) -> tuple[str, dict[str, int]]:
    """The country in which most cells are valid numbers, and the counts of those that came near. Between
    equals the one that groups its digits so, then the one with most mobiles, the shop's, the nearer."""
    bare = [found for cell in cells if (found := _bare(cell))]
    votes: dict[str, tuple[int, int, int]] = {}
    for country in dict.fromkeys((shop_country, *COUNTRIES)):
        count = _valid_cells(bare, country, max(votes.values(), default=(0,))[0])
        if count or country == shop_country:
            votes[country] = count or (0, 0, 0)
    return max(votes, key=lambda country: votes[country]), {name: count[0] for name, count in votes.items()}


def _bare(cell: str) -> list[str]:
    return [piece for piece in pieces(cell) if not _dialled(piece).startswith("+")]


def _valid_cells(cells: Sequence[Sequence[str]], country: str, to_beat: int) -> tuple[int, int, int] | None:
    """How many cells hold a number there, how many group it as one does there, and how many are mobiles;
    None as soon as the mark can no longer be reached."""
    may_fail = len(cells) - to_beat
    valid = grouped = mobiles = 0
    for cell in cells:
        found = [(piece, number) for piece in cell if (number := _at_home(piece, country))]
        valid += bool(found)
        grouped += any(_is_grouped(*one) for one in found)
        mobiles += any(_takes_sms(number) for _, number in found)
        if not found and (may_fail := may_fail - 1) < 0:
            return None
    return (valid, grouped, mobiles) if valid else None


def _at_home(piece: str, country: str) -> phonenumbers.PhoneNumber | None:
    """A landline counts with the 0 that is dialled before it: without, some countries take nearly any
    digits, and one typing error would move a whole file there."""
    number = _number(piece, country)
    needs_0 = phonenumbers.ndd_prefix_for_region(country, True) == "0"
    if number and needs_0 and not _takes_sms(number) and not re.sub(r"\D", "", clean(piece)).startswith("0"):
        return None
    return number


def _is_grouped(piece: str, number: phonenumbers.PhoneNumber) -> bool:
    groups = re.findall(r"\d+", clean(piece))
    usual = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return len(groups) > 1 and groups == re.findall(r"\d+", usual)


def email(cell: str) -> str:
    """The address in small letters; nothing if the cell holds none that could exist."""
    text = clean(cell).removeprefix("mailto:").strip("<>;, ")
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return ""
