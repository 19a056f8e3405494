"""Telephone numbers as people write them, and where they belong.

The library is imported on first use: most messages need no number read, and on Lambda a cold start
would pay for it.
"""

from typing import TYPE_CHECKING

from chalicelib.errors import BadInput
from chalicelib.sentences import Country, Said

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

PLUS = ("+", "\uff0b")
NORTH_AMERICA, NOWHERE = 1, "001"  # a code that many countries share, and the region of those that have none


def read(text: str, country: str) -> str:
    """E.164 of a number written in this country, or with its country code where none is given; refuses
    what is no number."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country or None, keep_raw_input=True)
    except phonenumbers.NumberParseException:
        raise BadInput(_no_number(text, country)) from None
    if not phonenumbers.is_valid_number(number):
        raise BadInput(_not_in_use(number) if _has_its_code(number) else _no_number(text, country))
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _has_its_code(number: "PhoneNumber") -> bool:
    """Written with a plus, or as one dials abroad from here."""
    from phonenumbers import CountryCodeSource as Source

    return number.country_code_source in (
        Source.FROM_NUMBER_WITH_PLUS_SIGN,
        Source.FROM_NUMBER_WITH_IDD,
    )


def _not_in_use(number: "PhoneNumber") -> Said:
    import phonenumbers

    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    code = number.country_code or 0
    region = phonenumbers.region_code_for_country_code(code)
    anywhere = code == NORTH_AMERICA or region == NOWHERE
    where = Said("under +{code}", code=code) if anywhere else Said("in {region}", region=region)
    return Said(
        "{written} is no number that is in use {where}; compare it digit by digit.",
        written=written,
        where=where,
    )


def _no_number(text: str, country: str) -> Said:
    if text.strip().startswith(PLUS):
        return Said(
            "{text!r} is no number of any country; compare it digit by digit, its country code first.",
            text=text,
        )
    if not country:
        return Said(
            "{text!r} is no telephone number; write it with its country code, as +852 ....", text=text
        )
    return Said(
        "{text!r} is no telephone number in {country}; compare it digit by digit, and begin one from "
        "elsewhere with its country code, as +852.",
        text=text,
        country=Country(country),
    )


def country_of(phone: str) -> str:
    """The country of an E.164 number: `CN`; nothing if it belongs to none."""
    import phonenumbers

    return phonenumbers.region_code_for_number(phonenumbers.parse(phone)) or ""


def reachable(phone: str, home: str, country: str) -> str:
    """A number as its owners write it, mostly without a country code, for who reads it in `country`: as they
    write it at `home`, `+86 20 5550 0100` elsewhere. Written with its code it is shown as one dials it from
    there. What is no full number, like 95519, stays."""
    if phone.startswith(PLUS):
        return written(phone, country)
    if home == country:
        return phone
    import phonenumbers

    try:
        number = phonenumbers.parse(phone, home or None)
    except phonenumbers.NumberParseException:
        return phone
    form = phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form) if phonenumbers.is_valid_number(number) else phone


def written(phone: str, country: str) -> str:
    """As one dials it there: `130 0009 9002` in its own country, `+86 130 0009 9002` elsewhere."""
    import phonenumbers

    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    at_home = phonenumbers.region_code_for_number(number) == country
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(number, form.NATIONAL if at_home else form.INTERNATIONAL)
