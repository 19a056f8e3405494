"""What a text costs in SMS."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.rules.segments import BASIC, EXTENDED, Segments, count

FAMILY = "👨‍👩‍👧‍👦"


@pytest.mark.parametrize(
    ("text", "encoding", "segments", "units"),
    [
        ("", "GSM-7", 0, 0),
        ("a" * 160, "GSM-7", 1, 160),
        ("a" * 161, "GSM-7", 2, 161),
        ("a" * 306, "GSM-7", 2, 306),
        ("a" * 307, "GSM-7", 3, 307),
        ("你" * 70, "UCS-2", 1, 70),
        ("你" * 71, "UCS-2", 2, 71),
        ("你" * 134, "UCS-2", 2, 134),
        ("你" * 135, "UCS-2", 3, 135),
        ("€" * 80, "GSM-7", 1, 160),
        ("€" * 81, "GSM-7", 2, 162),
        # An escape at the seam moves over whole: 152 + 2 do not fit into 153.
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 3, 306),
        ("a" * 151 + "€" + "a" * 153, "GSM-7", 2, 306),
        ("\f^{}\\[~]|€", "GSM-7", 1, 20),
        ("line\r\nline\n", "GSM-7", 1, 11),
        ("Ç", "GSM-7", 1, 1),
        ("ç", "UCS-2", 1, 1),
        ("it’s", "UCS-2", 1, 4),
        ("`", "UCS-2", 1, 1),
        ("non\u00a0breaking", "UCS-2", 1, 12),
        ("…", "UCS-2", 1, 1),
        ("🎉", "UCS-2", 1, 2),
        (FAMILY, "UCS-2", 1, 11),
        ("🎉" * 35, "UCS-2", 1, 70),
        ("🎉" * 36, "UCS-2", 2, 72),
        # 67 is odd: each part holds 33 of them.
        ("🎉" * 66, "UCS-2", 2, 132),
        ("🎉" * 67, "UCS-2", 3, 134),
        ("你" * 66 + "🎉" + "你" * 66, "UCS-2", 3, 134),
        # In UCS-2 nothing is escaped.
        ("你€", "UCS-2", 1, 2),
    ],
)
def test_segments(text, encoding, segments, units) -> None:
    assert count(text) == Segments(encoding, segments, units)


def test_the_alphabet_has_its_128_places() -> None:
    """127 characters and the escape; ten more behind the escape."""
    assert len(BASIC) == 127
    assert len(EXTENDED) == 10
    assert not BASIC & EXTENDED


@given(st.text(max_size=400))
def test_ucs2_units_are_those_of_utf16(text) -> None:
    told = count(text + "你")
    assert told.units == len((text + "你").encode("utf-16-le", "surrogatepass")) // 2


@given(st.text(max_size=500))
def test_the_parts_hold_the_text_and_no_more_are_paid_than_needed(text) -> None:
    told = count(text)
    alone, part = (160, 153) if told.encoding == "GSM-7" else (70, 67)
    assert (told.segments <= 1) == (told.units <= alone)
    if told.segments > 1:
        # At worst each part but the last leaves one unit empty.
        assert -(-told.units // part) <= told.segments <= -(-told.units // (part - 1))


@given(st.text(max_size=300), st.characters())
def test_one_character_more_never_costs_less(text, more) -> None:
    assert count(text + more).segments >= count(text).segments
