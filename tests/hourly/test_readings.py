"""Weather files as services and people write them: the same hours come out, the rest is counted."""

import gzip
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.errors import Unreadable
from chalicelib.hourly import readings
from chalicelib.hourly.readings import Readings
from tests.hourly.skies import DAMP_SPRING, Row, Sky, csv, rows

START = datetime(2012, 2, 20)  # noqa: DTZ001 - files have local time
DATA = list(rows((Sky(20, 15, 70),), START))
PLAIN = csv(DATA)
Shape = Callable[[list[Row]], str]


def read(text: str | bytes, **options: object) -> Readings:
    content = text if isinstance(text, bytes) else text.encode()
    return readings.read("x.csv", content, **options)  # type: ignore[arg-type]


def lines(head: str, given: list[Row], line: Callable[..., str]) -> str:
    return "\n".join([head, *(line(*row) for row in given)])


def _of_24(at: datetime) -> str:
    """Midnight as the end of the day before."""
    return f"{at:%Y-%m-%d %H:%M}" if at.hour else f"{at - timedelta(days=1):%Y-%m-%d} 24:00"


def _in_chinese(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日 {at.hour}时"


def _in_fahrenheit(celsius: float) -> str:
    return f"{celsius * 1.8 + 32:.2f}"


SHAPES: dict[str, Shape] = {
    "semicolons and decimal commas": lambda given: lines(
        "time;temp_c;dew_c;rh", given, lambda t, c, d, h: f"{t:%Y-%m-%d %H:%M};{c};{d};{h}".replace(".", ",")
    ),
    "semicolons in as many places as commas": lambda given: lines(
        "time;temp_c;dew_c;rh;precip_mm",
        given,
        lambda t, c, d, h: f"{t:%Y-%m-%dT%H:%M};{c};{d};{float(h)};0.0".replace(".", ","),
    ),
    "tabs, other order, more columns": lambda given: lines(
        "station\tRH\tDEWP\tTEMP\ttime", given, lambda t, c, d, h: f"GZ\t{h}\t{d}\t{c}\t{t:%Y/%m/%d %H:%M:%S}"
    ),
    "pipes and quotes": lambda given: lines(
        "time|temperature|humidity", given, lambda t, c, d, h: f'"{t:%Y-%m-%d %H:%M}"|"{c}"|"{h}"'
    ),
    "year, month, day, hour": lambda given: lines(
        "No,year,month,day,hour,season,PM_US,DEWP,HUMI,PRES,TEMP,cbwd,Iws,precipitation,Iprec",
        given,
        lambda t, c, d, h: f"1,{t.year},{t.month},{t.day},{t.hour},1,NA,{d},{h},1020,{c},SE,3,0,0",
    ),
    "Open-Meteo's download": lambda given: (
        "latitude,longitude,elevation,utc_offset_seconds,timezone,timezone_abbreviation\n"
        "23.125,113.25,21.0,28800,Asia/Shanghai,GMT+8\n\n"
        + lines(
            "time,temperature_2m (°C),relative_humidity_2m (%),dew_point_2m (°C)",
            given,
            lambda t, c, d, h: f"{t:%Y-%m-%dT%H:%M},{c},{h},{d}",
        )
    ),
    "Chinese headers": lambda given: lines(
        "日期时间,气温(℃),露点(℃),相对湿度(%)", given, lambda t, c, d, h: f"{_in_chinese(t)},{c},{d},{h}"
    ),
    "date and hour apart": lambda given: lines(
        "date,hour,temp,rh", given, lambda t, c, d, h: f"{t:%Y-%m-%d},{t.hour},{c},{h}"
    ),
    "day first": lambda given: lines("time,temp,rh", given, lambda t, c, d, h: f"{t:%d/%m/%Y %H:%M},{c},{h}"),
    "month first, of twelve hours": lambda given: lines(
        "valid,temp,rh", given, lambda t, c, d, h: f"{t:%m/%d/%Y %I:%M %p},{c},{h}"
    ),
    "digits alone": lambda given: lines("time,temp,rh", given, lambda t, c, d, h: f"{t:%Y%m%d%H},{c},{h}"),
    "an hour 24": lambda given: lines("time,temp,rh", given, lambda t, c, d, h: f"{_of_24(t)},{c},{h}"),
    "humidity as a part of one": lambda given: lines(
        "time,temp,humidity", given, lambda t, c, d, h: f"{t:%Y-%m-%d %H:%M},{c},{h / 100}"
    ),
    "Fahrenheit": lambda given: lines(
        "valid,tmpf,dwpf,relh",
        given,
        lambda t, c, d, h: f"{t:%Y-%m-%d %H:%M},{_in_fahrenheit(c)},{_in_fahrenheit(d)},{h}",
    ),
    "Kelvin": lambda given: lines(
        "time,t2m [K],rh", given, lambda t, c, d, h: f"{t:%Y-%m-%d %H:%M},{c + 273.15:.2f},{h}"
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_every_shape_gives_the_same_hours(shape: Shape) -> None:
    found, known = read(shape(DATA)), read(PLAIN)
    assert len(found.hours) == len(DATA)
    assert not found.left_out
    for one, other in zip(found.hours, known.hours, strict=True):
        assert (one.number, one.day) == (other.number, other.day)
        assert one.celsius == pytest.approx(other.celsius, abs=0.02)
        assert one.dew == pytest.approx(other.dew, abs=0.1)
        assert one.humidity == pytest.approx(other.humidity, abs=0.7)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_every_encoding(encoding: str) -> None:
    assert (
        read(SHAPES["Chinese headers"](DATA).encode(encoding)).hours
        == read(SHAPES["Chinese headers"](DATA)).hours
    )


def test_packed_whatever_its_name_says() -> None:
    assert read(gzip.compress(PLAIN.encode())) == read(PLAIN)


@pytest.mark.parametrize(
    "hole", ["", "-9999", "-9999.0", "9999", "999.9", "NaN", "nan", "NA", "null", "--", "inf"]
)
@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_row_without_a_value_is_left_out_and_counted(hole: str, place: int) -> None:
    text = PLAIN.splitlines()
    cells = text[5].split(",")
    cells[place] = hole
    found = read("\n".join([*text[:5], ",".join(cells), *text[6:]]))
    assert (len(found.hours), found.left_out) == (len(DATA) - 1, {"missing": 1})


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("2012-02-30T00:00,10,5,70", "no_time"),
        ("yesterday,10,5,70", "no_time"),
        (",10,5,70", "no_time"),
        ("2012-04-01T00:00,88,5,70", "impossible"),
        ("2012-04-01T00:00,10,20,70", "impossible"),
        ("2012-04-01T00:00,10,5,0", "impossible"),
        ("2012-04-01T00:00,10,5,140", "impossible"),
        ("2012-04-01T00:00,10,5", "missing"),
        ("2012-02-20T01:00,10,5,70", "repeated"),
        ("2012-02-20T01:30,10,5,70", "repeated"),
    ],
)
def test_every_reason_to_leave_a_row_out(row: str, why: str) -> None:
    found = read(PLAIN + row)
    assert len(found.hours) == len(DATA)
    assert found.left_out == {why: 1}


@pytest.mark.parametrize(
    "wrong",
    [
        lambda t, c, d, h: f"{t:%Y-%m-%dT%H:%M},{c * 1.8 + 32:.1f},{d * 1.8 + 32:.1f},{h}",
        lambda t, c, d, h: f"{t:%Y-%m-%dT%H:%M},{h},{d},{c}",
        lambda t, c, d, h: f"{t:%Y-%m-%dT%H:%M},{d},{c},{h}",
    ],
    ids=["fahrenheit", "temperature and humidity", "temperature and dew point"],
)
def test_a_wrong_scale_or_two_columns_for_each_other_are_no_weather(wrong: Callable[..., str]) -> None:
    """A part of its rows could have been, and would have raised alerts."""
    summer = [(t, c + 10, d + 10, h) for t, c, d, h in DATA]
    with pytest.raises(Unreadable, match=r"no air can be as they say\. Are temperatures in °F"):
        read(lines("time,temp_c,dew_c,rh", [*DATA, *_later(summer)], wrong))


def _later(data: list[Row]) -> list[Row]:
    return [(t + timedelta(days=400), c, d, h) for t, c, d, h in data]


def test_the_same_weather_is_read_where_the_columns_say_so() -> None:
    text = lines(
        "time,temp_f,dew_f,rh", DATA,
        lambda t, c, d, h: f"{t:%Y-%m-%dT%H:%M},{c * 1.8 + 32:.1f},{d * 1.8 + 32:.1f},{h}",
    )  # fmt: skip
    assert len(read(text).hours) == len(DATA)


def test_of_a_doubled_hour_the_one_with_values_counts() -> None:
    found = read(PLAIN + "2012-03-11T00:00,-9999,-9999,-9999\n2012-03-11T00:00,10,5,70\n")
    assert found.hours[-1].celsius == 10
    assert found.left_out == {"missing": 1}


def test_nothing_missing_where_a_column_that_is_not_needed_is_empty() -> None:
    text = lines(
        "time,temp_c,dew_c,rh,precip_mm", DATA, lambda t, c, d, h: f"{t:%Y-%m-%dT%H:%M},{c},{d},{h},"
    )
    assert not read(text).left_out


@settings(deadline=None)
@given(st.permutations(PLAIN.splitlines()[1:60]))
def test_rows_may_stand_in_any_order(shuffled: list[str]) -> None:
    head = PLAIN.splitlines()[0]
    assert read("\n".join([head, *shuffled])) == read("\n".join(PLAIN.splitlines()[:60]))


def test_gaps_leave_gaps_in_the_numbers() -> None:
    text = PLAIN.splitlines()
    found = read("\n".join(text[:10] + text[15:]))
    assert found.hours[9].number - found.hours[8].number == 6


def test_an_hour_that_comes_twice_in_autumn_is_two_hours_where_offsets_tell() -> None:
    text = "time,temp,rh\n" + "\n".join(
        f"2026-10-25T{hour},10,70" for hour in ("01:00+02:00", "02:00+02:00", "02:00+01:00", "03:00+01:00")
    )
    numbers = [hour.number for hour in read(text).hours]
    assert numbers == list(range(numbers[0], numbers[0] + 4))
    naive = text.replace("+02:00", "").replace("+01:00", "")
    assert read(naive).left_out == {"repeated": 1}


@pytest.mark.parametrize(
    "written", ["{:%Y-%m-%dT%H:%MZ}", "{:%Y-%m-%d %H:%M:%S +0000 UTC}", "{:%Y-%m-%d %H:%M}+00:00"]
)
def test_universal_time_becomes_the_places_day(written: str) -> None:
    at = datetime(2012, 2, 12, 17, tzinfo=UTC)  # 01:00 on the 13th in Guangzhou
    text = f"time,temp,rh\n{written.format(at)},10,70\n"
    assert read(text, zone=ZoneInfo("Asia/Shanghai")).hours[0].day == date(2012, 2, 13)
    assert read(text).hours[0].day == date(2012, 2, 12)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"time,temp_c,dew_c,rh\n", "no row below it"),
        (b"a,b,c\n1,2,3\n", "no header that names a time"),
        (b"time,temp_c\n2012-01-01T00:00,3\n", "no header that names a time"),
        (b"temp_c,rh\n3,70\n", "no header that names a time"),
        (b"PK\x03\x04rest", "workbook or an archive"),
        (b"\x00\x01\x02time", "binary data"),
        (gzip.compress(PLAIN.encode(), mtime=0)[:300], "damaged or cut short"),  # no two names a run
        (b"\x1f\x8bnothing", "damaged or cut short"),
        (b"time,temp_c,rh\nx,1,70\ny,2,70\n", "None of the 2 rows"),
        (b"time,temp_c,rh\n2012-01-01,1,70\n2012-01-02,2,70\n", "is not hourly"),
        (b"time,temp_c,rh\n01/02/2012 00:00,1,70\n01/02/2012 01:00,2,70\n", "tells day from month"),
        (b'time,temp_c,rh\n"2012-01-01' + b"x" * 200_000 + b'",1,70\n', "no row of a table"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(content)
    assert said in str(refusal.value)
    assert str(refusal.value).endswith(".")


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_whatever_comes_it_is_hours_or_a_sentence(content: bytes) -> None:
    for whole in (content, b"time,temp,rh\n" + content, b"\x1f\x8b" + content):
        with suppress(Unreadable):
            assert read(whole).hours


def test_the_spring_that_other_tests_use_is_read_whole() -> None:
    assert len(read(csv(rows(DAMP_SPRING, START))).hours) == 20 * 24
