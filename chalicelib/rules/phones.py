"""Telephone numbers as people write them, and where they belong.

The library is imported on first use: most messages need no number read, and on Lambda a cold start
would pay for it.
"""

from chalicelib.errors import BadInput


def read(text: str, country: str) -> str:
    """E.164 of a number written in this country; refuses what is no number."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise BadInput(
            f"{text!r} is no telephone number in {country}; write it with its country code, as +852 ...."
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def country_of(phone: str) -> str:
    """The country of an E.164 number: `CN`; nothing if it belongs to none."""
    import phonenumbers

    return phonenumbers.region_code_for_number(phonenumbers.parse(phone)) or ""


def reachable(phone: str, home: str, country: str) -> str:
    """A number that its owners write without a country code, for who reads it in `country`: as they
    write it at `home`, `+86 20 5550 0100` elsewhere. What is no full number, like 95519, stays."""
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
