"""A simulated year lives a ledger as it came about: day by day, what comes back included."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest

from chalicelib.care import imports, sales
from chalicelib.records.memory import Memory
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row, kept_apart
from chalicelib.records.touchpoints import Touchpoint
from chalicelib.simulation import Report, Year

HEADER = "Order,Date,Customer,Phone,Product,Qty,Amount,Delivery Date,Installation Date"
START = date(2028, 4, 1)


@dataclass
class Lived:
    """What a year came to, and what the table held at the end of some day."""

    report: Report = field(default_factory=lambda: Report(START, 0))
    on: dict[date, list[Row]] = field(default_factory=dict)

    def sale(self, day: date) -> Sale:
        return next(row for row in self.on[day] if isinstance(row, Sale))

    def states(self, day: date) -> dict[str, str]:
        return {row.step: row.state for row in self.on[day] if isinstance(row, Touchpoint) and row.plan}


@pytest.fixture
def live() -> Iterator:
    with kept_apart(Memory()) as memory:

        def play(*rows: str, days: int = 100, looks: tuple[date, ...] = ()) -> Lived:
            content = "\n".join([HEADER, *rows, ""]).encode()
            ledger, lived = imports.read("ledger.csv", content), Lived()

            def look(day: date) -> None:
                if day in looks:
                    lived.on[day] = [Row.from_raw_data(item) for item in memory.items()]

            lived.report = Year(ledger, imports.judge(ledger), START, days).play(look)
            return lived

        yield play


def counted(report: Report) -> dict[str, int]:
    assert report.violations == []
    for step in report.steps:
        assert step["due"] == step["sent"] + step["waited"] + sum(step["refused"].values()), step
    return {step["step"]: step["sent"] for step in report.steps}


SOLD = "R1,2028-04-03,Gus Oak,+6591234567,Oak floor,10,1000,,2028-04-10"


def test_what_comes_back_in_june_is_cared_for_until_june(live) -> None:
    day = date(2028, 6, 20)
    before, back = date(2028, 6, 19), "R1,2028-06-20,Gus Oak,+6591234567,Oak floor,-10,-1000,,"
    lived = live(SOLD, back, looks=(before, day))
    sent = counted(lived.report)
    assert {"care-tips", "installation-guide", "satisfaction", "full-moon"} <= {s for s in sent if sent[s]}
    assert (lived.sale(before).state, lived.states(before)["birthday-call"]) == ("active", "planned")
    assert (lived.sale(day).state, lived.states(day)["birthday-call"]) == ("returned", "unplanned")


def test_the_return_before_its_sale_in_the_file_still_comes_after_it_in_time(live) -> None:
    back = "R1,2028-06-20,Gus Oak,+6591234567,Oak floor,-10,-1000,,"
    assert counted(live(back, SOLD).report)["care-tips"] == 1


def test_what_comes_back_before_the_fitter_came_is_never_installed(live) -> None:
    day = date(2028, 4, 12)
    lived = live(SOLD, "R1,2028-04-07,Gus Oak,+6591234567,Oak floor,-10,-1000,,", days=20, looks=(day,))
    sent = counted(lived.report)
    assert sent == {"file-classification": 1, "care-tips": 1}
    assert lived.sale(day).installed_on is None


@pytest.mark.parametrize("day", ["", "2028-04-03", "2028-04-01"])
def test_a_return_with_no_later_day_of_its_own_ends_the_sale_before_anybody_is_greeted(live, day) -> None:
    lived = live(SOLD, f"R1,{day},Gus Oak,+6591234567,Oak floor,-10,-1000,,", days=20)
    assert counted(lived.report) == {}


def test_sold_and_returned_before_the_start_nobody_is_greeted(live) -> None:
    early = SOLD.replace("2028-04-", "2028-02-")
    lived = live(early, "R1,2028-03-20,Gus Oak,+6591234567,Oak floor,-10,-1000,,", days=20)
    assert counted(lived.report) == {}


def test_parts_that_come_back_in_another_order_than_the_files_end_it_with_the_last(live) -> None:
    may, june = date(2028, 5, 20), date(2028, 6, 20)
    lived = live(
        SOLD, "R1,2028-06-20,Gus Oak,+6591234567,Oak floor,-4,-400,,",
        "R1,2028-05-20,Gus Oak,+6591234567,Oak floor,-6,-600,,", looks=(may, june),
    )  # fmt: skip
    counted(lived.report)
    assert (lived.sale(may).state, lived.sale(may).lines[0]["left"], lived.sale(may).amount) == (
        "active", "4", 400,
    )  # fmt: skip
    assert (lived.sale(june).state, lived.sale(june).amount) == ("returned", 0)


def test_a_further_row_of_an_order_joins_it_on_its_own_day(live) -> None:
    """It may come back on no earlier day than it was bought, whatever the file says."""
    lived = live(
        "R1,2028-05-02,Gus Oak,+6591234567,Ash floor,5,500,,", SOLD,
        "R1,2028-04-20,Gus Oak,+6591234567,Ash floor,-5,-500,,",
        days=60, looks=(date(2028, 5, 1), date(2028, 5, 2)),
    )  # fmt: skip
    counted(lived.report)
    april, may = (lived.sale(day) for day in lived.on)
    assert (april.signed_on, april.installed_on) == (date(2028, 4, 3), date(2028, 4, 10))
    assert [line["product"] for line in april.lines] == ["Oak floor"]
    assert [line.get("left", line["quantity"]) for line in may.lines] == ["10", "0"]
    assert may.state == "active"


def test_a_real_import_of_the_same_file_takes_sale_and_return_at_once(live) -> None:
    """What came back already must never be greeted."""
    content = "\n".join([HEADER, SOLD, "R1,2028-06-20,Gus Oak,+6591234567,Oak floor,-10,-1000,,"]).encode()
    ledger = imports.read("ledger.csv", content)
    year = Year(ledger, [], START, 1)
    imports.take(ledger, imports.judge(ledger), content, year.now)
    assert (sales.get("R1").state, int(sales.get("R1").anchors_version)) == ("returned", 1)
