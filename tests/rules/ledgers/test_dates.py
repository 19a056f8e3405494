"""Days as people write them, and which of day and month a file puts first."""

import calendar
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.rules.ledgers import dates

SECOND_OF_MARCH = date(2024, 3, 2)
DAYS = st.dates(date(1990, 1, 1), date(2079, 12, 31))
MONTHS = calendar.month_name[1:]
WEEK = "一二三四五六日"
WIDE = str.maketrans("0123456789/", "０１２３４５６７８９／")

ALWAYS_CLEAR: dict[str, Callable[[date], str]] = {
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "iso": date.isoformat,
    "dots": lambda day: f"{day.year}.{day.month}.{day.day}",
    "run together": lambda day: f"{day:%Y%m%d}",
    "made a decimal by a sheet": lambda day: f"{day:%Y%m%d}.0",
    "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "chinese with spaces": lambda day: f" {day.year} 年 {day.month:02} 月 {day.day:02} 日 ",
    "chinese with weekday": lambda day: f"{day:%Y}年{day.month}月{day.day}日 星期{WEEK[day.weekday()]}",
    "minguo": lambda day: f"民國{day.year - 1911}年{day.month}月{day.day}日",
    "month short": lambda day: f"{day.day:02}-{MONTHS[day.month - 1][:3]}-{day.year}",
    "month upper": lambda day: f"{day.day} {MONTHS[day.month - 1].upper()} {day.year}",
    "month first": lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
    "weekday": lambda day: f"{day:%a}, {day.day} {MONTHS[day.month - 1]} {day.year}",
    "with a time": lambda day: f"{day.isoformat()} 14:05:09",
    "with a zone": lambda day: f"{day.isoformat()}T00:00:00.000Z",
    "with an afternoon": lambda day: f"{day.year}/{day.month}/{day.day} 下午 2:05",
    "full width": lambda day: f"{day.year}/{day.month}/{day.day}".translate(WIDE),
    "excel serial": lambda day: str((day - date(1899, 12, 30)).days),
}


@pytest.mark.parametrize("form", ALWAYS_CLEAR)
@given(day=DAYS, order=st.sampled_from(dates.ORDERS))
def test_a_day_that_can_mean_only_one_is_read_under_any_order(form: str, order: str, day: date) -> None:
    assert dates.parse(ALWAYS_CLEAR[form](day), order) == day


@pytest.mark.parametrize("separator", ["/", "-", ".", " "])
@given(day=DAYS)
def test_a_year_at_the_end_follows_the_files_order(separator: str, day: date) -> None:
    assert dates.parse(separator.join([f"{day.day:02}", f"{day.month:02}", str(day.year)]), "dmy") == day
    assert dates.parse(separator.join([str(day.month), str(day.day), str(day.year)]), "mdy") == day


@given(day=st.dates(date(2000, 1, 1), date(2079, 12, 31)))
def test_two_figures_of_a_year_mean_this_century(day: date) -> None:
    assert dates.parse(f"{day.day}/{day.month}/{day:%y}", "dmy") == day
    assert dates.parse(f"{day.month}/{day.day}/{day:%y}", "mdy") == day
    assert dates.parse(f"{day:%y}.{day.month}.{day.day}", "ymd") == day


@pytest.mark.parametrize("cell", ["113/03/02", "1130302", "民國113年3月2日", "中華民國113年3月2日"])
def test_taiwan_counts_from_1912(cell: str) -> None:
    assert dates.parse(cell, "dmy") == SECOND_OF_MARCH


IMPOSSIBLE = [
    "2024/2/30",
    "31/04/2024",
    "2023-02-29",
    "2024/13/1",
    "20240230",
    "2204-03-02",
    "0224/3/2",
    "99999",
]
INCOMPLETE = ["2024.3", "3/2", "March 2024", "2024-03", "45,353", "待定", "next week", "", "-"]


@pytest.mark.parametrize("cell", IMPOSSIBLE + INCOMPLETE)
def test_what_is_no_day_is_none(cell: str) -> None:
    assert dates.parse(cell, "dmy") is None


@pytest.mark.parametrize(
    "cell", ["", " ", "-", "—", "未定", "待定", "待安裝", "尚未", "TBC", "n/a", "not yet", "#N/A"]
)
def test_not_yet_is_said_in_many_ways(cell: str) -> None:
    assert dates.means_not_yet(cell)


@pytest.mark.parametrize("cell", ["2024/2/30", "soon", "下周"])
def test_a_wrong_day_does_not_mean_not_yet(cell: str) -> None:
    assert not dates.means_not_yet(cell)


def test_one_day_over_twelve_settles_the_order_for_all() -> None:
    assert dates.decide(["02/03/2024", "05/06/2024", "13/03/2024"], "US")[0] == "dmy"
    assert dates.decide(["02/03/2024", "05/06/2024", "03/13/2024"], "HK")[0] == "mdy"


def test_most_cells_win_over_a_typing_error() -> None:
    order, votes = dates.decide(["02/25/2024", "02/26/2024", "25/02/2024", "01/01/2024"], "HK")
    assert (order, votes) == ("mdy", {"dmy": 2, "mdy": 3})


@pytest.mark.parametrize(
    ("country", "order"), [("HK", "dmy"), ("SG", "dmy"), ("CN", "dmy"), ("US", "mdy"), ("PH", "mdy")]
)
def test_where_all_could_be_either_the_shops_country_decides(country: str, order: str) -> None:
    assert dates.decide(["02/03/2024", "2024/3/2"], country)[0] == order


@pytest.mark.parametrize("country", ["CN", "HK"])
def test_short_years_in_front_are_seen_by_how_few_they_are(country: str) -> None:
    assert dates.decide(["24/3/2", "24/3/9", "24/5/28", "25/1/7"], country)[0] == "ymd"
    assert dates.decide(["2/3/24", "9/3/24", "28/5/24", "7/1/25"], country)[0] == "dmy"


@given(
    days=st.lists(st.dates(date(2020, 1, 1), date(2026, 12, 31)), min_size=1, max_size=40),
    order=st.sampled_from(["dmy", "mdy"]),
)
def test_a_decided_file_reads_back_wherever_one_cell_is_clear(days: list[date], order: str) -> None:
    pattern = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    days.append(date(2024, 5, 31))
    cells = [day.strftime(pattern) for day in days]
    found, _ = dates.decide(cells, "HK")
    assert [dates.parse(cell, found) for cell in cells] == days
