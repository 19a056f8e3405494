"""The figures: counted from pointers, recounted from rows, and listed row by row, all three agreeing."""

from collections import Counter
from datetime import timedelta

import pytest

from chalicelib.care import consents, ratings, tasks
from chalicelib.care.complaints import closing, file, filing, handling
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.care.metrics import board, counting, entries, folding, listing, rebuilding
from chalicelib.care.metrics.listing import Wanted
from chalicelib.care.tasks import handing
from chalicelib.errors import BadInput
from chalicelib.records import metrics
from chalicelib.records.complaints import Complaint
from chalicelib.records.metrics import Day, Stale
from chalicelib.records.table import Row
from tests.journeys.world import World

DAYS = 40
OAK = {"product": "Oak 12 mm", "batch": "B1", "produced_on": "2026-01-15", "quantity": "40", "unit": "m2"}
ASH = {"product": "Ash 15 mm", "batch": "B2", "produced_on": "2025-02-01", "quantity": "10", "unit": "m2"}


def live(world: World, days: int) -> None:
    """So many days, each counted in its night as the clock does."""
    for _ in range(days):
        world.run(timedelta(days=1))
        folding.fold_all(world.now)


def complain(world: World, customer_id: str, sale_id: str) -> Complaint:
    new = NewComplaint(customer_id, "地板起拱了", "repair", about="quality", recorder="阿玲", sale_id=sale_id)
    return filing.open(new, world.now)


@pytest.fixture
def busy(world: World) -> World:
    """Two customers, a complaint solved and opened again, a rating, a refusal, tasks done and not."""
    world.staff()
    world.staff("何經理", role="manager")
    first = world.customer()
    second = world.customer(name="何先生", phones=("+85261234567",), emails=())
    world.sale(first, "A1", installed_on=world.day(0), store="沙田", lines=[OAK, ASH])
    world.sale(second, "B1", installed_on=world.day(1), lines=[OAK])
    live(world, 2)
    one = complain(world, first.id, "a1")
    live(world, 1)
    handling.move(one.id, "verifying", "阿玲", "", {}, world.now)
    live(world, 5)
    closing.ask(_ready(one.id), "阿玲", world.now)
    live(world, 1)
    closing.rate(one.id, 1, 2, "還是響", "customer", world.now)
    live(world, 2)
    _answer(world)
    consents.record(second, "marketing", "sms", "refused", source="page", who="customer", now=world.now)
    live(world, DAYS - 11)
    return world


def _ready(number: str) -> Complaint:
    """As if all had been carried out: which way led there is not what is counted."""
    one = file.get(number)
    one.stage = "carrying_out"
    one.save()
    return file.get(number)


def _answer(world: World) -> None:
    asked = next(
        touch for touch in world.touches().values() if touch.step == "satisfaction" and touch.sent_at
    )
    ratings.record(asked.key, 5, "", "page", world.now)
    gifts = [task for task in world.tasks() if task.do == "gift" and task.state == "open"]
    tasks.finish(gifts[0].key, "handed_over", "", "阿玲", world.now)


def counted(world: World) -> board.Tally:
    return board.summed(metrics.between(world.day(-DAYS - 2), world.day(0)))


def test_each_night_s_count_and_the_recount_agree(busy: World) -> None:
    assert rebuilding.rebuild(busy.now) == []


def test_every_figure_leads_to_as_many_rows_as_it_counts(busy: World) -> None:
    tally = counted(busy)
    names = [*tally.figures, *(("message", *name) for name in tally.cells)]
    assert {str(name[0]) for name in names} >= set(entries.FIELDS) - {"reopened"}
    for name in names:
        where = dict(zip(entries.FIELDS[str(name[0])], map(str, name[1:]), strict=True))
        wanted = Wanted(str(name[0]), busy.day(-DAYS - 2), busy.day(0), where)
        rows, after, count = [], "", 0
        while True:
            found = listing.page(wanted, after)
            rows, after, count = [*rows, *found.rows], found.after, found.count
            if not after:
                break
        assert len(rows) == count, name


def test_what_became_of_a_complaint_is_counted_on_its_days(busy: World) -> None:
    tally = counted(busy)
    assert tally.of("complaint") == {("quality", "Oak 12 mm", "0-2"): 1}
    assert tally.of("verdict") == {("2",): 1}
    assert tally.of("reopened") == {(): 1}
    # Taken down on Wednesday at ten, looked into a day later: 7.5 working hours.
    assert board.spread(tally, "answered").median == 450
    assert board.spread(tally, "resolved").n == 1


def test_an_errand_is_kept_when_it_was_done_not_when_somebody_was_asked(busy: World) -> None:
    tally = counted(busy)
    errands = {task.step for task in busy.tasks() if task.step} & {str(name[0]) for name in tally.of("kept")}
    assert {name[3] for name in tally.of("kept") if name[0] == "file-classification"} == {"on_time"}
    assert errands
    for name in tally.of("kept"):
        assert (name[0] in errands) <= (name[3] == "handed"), name
    assert board.on_time({"on_time": 1, "late": 1, "handed": 8}) == 0.5
    assert board.on_time({"handed": 8}) is None
    assert {str(name[3]) for name in tally.of("task")} == {"late", "open"}


def test_several_endings_are_listed_together_and_no_other(busy: World) -> None:
    """What was moved is neither kept nor broken: the list behind a share holds what the share was made of."""
    days = (busy.day(-DAYS - 2), busy.day(0))
    ended = listing.page(Wanted("promise", *days, {"how": "kept,broken"}))
    each = [listing.page(Wanted("promise", *days, {"how": how})).count for how in ("kept", "broken")]
    assert ended.count == len(ended.rows) == sum(each) > 0
    assert {str(said.name[-1]) for said in ended.rows} <= {"kept", "broken"}


def test_satisfaction_comes_with_its_number_of_answers(busy: World) -> None:
    found = board.rating(counted(busy), "rating")
    assert (found.n, found.mean, found.good) == (1, 5.0, 1.0)


def test_goods_sold_are_what_complaints_are_held_against(busy: World) -> None:
    tally = counted(busy)
    assert tally.of("units") == {("Oak 12 mm", "2026-01"): 2, ("Ash 15 mm", "2025-02"): 1}
    (rate,) = board.by_age(tally, tally, "2026-03")
    assert (rate.product, rate.complaints, rate.units, rate.per_thousand) == ("Oak 12 mm", 1, 2, 500.0)


def test_goods_grow_older_while_they_lie(busy: World) -> None:
    """A complaint of young goods is held against those that are as young at the end of the period."""
    (rate,) = board.by_age(counted(busy), counted(busy), "2026-09")
    assert (rate.units, rate.per_thousand) == (0, None)


def test_months_are_the_sum_of_their_days(busy: World) -> None:
    months = metrics.months("2026-03", "2026-04")
    assert [row.month for row in months] == ["2026-03", "2026-04"]
    assert board.summed(months).figures == counted(busy).figures
    assert board.summed(months).counts() == counted(busy).counts()


def test_a_task_done_long_after_its_day_changes_that_day_in_the_next_night(world: World) -> None:
    world.staff()
    world.sale(world.customer(), installed_on=world.day(0), store="沙田")
    live(world, 20)
    gift = next(task for task in world.tasks() if task.step == "house-warming")
    before = board.summed(metrics.between(gift.due_on, gift.due_on)).of("task")
    assert before["house-warming", "阿玲", "沙田", "open"] == 1
    tasks.finish(gift.key, "handed_over", "", "阿玲", world.now)
    assert [mark.day for mark in Stale.in_partition("stale")] == [gift.due_on.isoformat()]
    folding.fold_all(world.now)
    after = board.summed(metrics.between(gift.due_on, gift.due_on)).of("task")
    assert after["house-warming", "阿玲", "沙田", "late"] == 1
    assert list(Stale.in_partition("stale")) == []
    assert rebuilding.rebuild(world.now) == []


def test_old_tasks_that_change_hands_are_counted_with_whoever_has_them(world: World) -> None:
    """On their own days, however long ago those were: the night's count, its list and the recount agree."""
    world.staff()
    world.staff("小冯")
    world.sale(world.customer(), installed_on=world.day(0), store="沙田")
    live(world, 20)
    due = {task.due_on for task in world.tasks() if task.state == "open" and task.rep == "阿玲"}
    assert min(due) < world.day(-10)
    handing.leave_for_good("阿玲", "小冯", world.now)
    assert handing.hand_over("阿玲", "小冯", "has left", "Winnie", world.now).moved
    folding.fold_all(world.now)
    for day in due:
        found = board.summed(metrics.between(day, day)).of("task")
        assert {rep for _, rep, *_ in found} == {"小冯"}, day
        rows = listing.page(Wanted("task", day, day, {"rep": "小冯"})).rows
        assert len(rows) == sum(found.values())
    assert rebuilding.rebuild(world.now) == []


def test_a_counting_at_somebodys_wish_agrees_with_the_recount(world: World) -> None:
    world.staff()
    world.sale(world.customer(), installed_on=world.day(0), store="沙田")
    world.run(timedelta(days=2))
    row = counting.begin("老吴", world.now)
    while counting.work(row, world.now, world.hands):
        pass
    assert list(Day.in_partition("day"))
    assert rebuilding.rebuild(world.now) == []


def test_a_sale_that_is_called_off_takes_its_goods_along(world: World) -> None:
    from chalicelib.care import sales

    world.staff()
    world.sale(world.customer(), installed_on=None, lines=[OAK])
    live(world, 12)
    sales.call_off("a1", "changed their mind", world.now)
    live(world, 1)
    assert board.summed(metrics.between(world.day(-20), world.day(0))).of("units") == {}
    assert rebuilding.rebuild(world.now) == []


def test_groups_say_how_days_were_kept_by_shop_and_by_month(busy: World) -> None:
    months = metrics.months("2026-03", "2026-04")
    by_shop = {one.name: one for one in board.groups(months, "kept", "shop", {})}
    assert set(by_shop) == {"沙田", ""}
    by_month = board.groups(months, "kept", "month", {"shop": "沙田"})
    assert sum(one.due for one in by_month) == by_shop["沙田"].due
    assert by_month[0].leads == {"first": "2026-03", "last": "2026-03"}


def test_a_year_is_read_in_twelve_rows_however_many_customers_there_are(world: World) -> None:
    """Twenty customers more: not one row more to read."""

    def read() -> int:
        seen = Counter[str]()
        real = Row.engine.query
        Row.engine.query = lambda *args, **kwargs: _seen(seen, real(*args, **kwargs))
        metrics.months("2026-01", "2026-12")
        Row.engine.query = real
        return seen["rows"]

    world.staff()
    world.sale(world.customer(), installed_on=world.day(0))
    live(world, 3)
    few = read()
    for number in range(20):
        buyer = world.customer(name=f"客{number}", phones=(f"+852912340{number:02d}",), emails=())
        world.sale(buyer, f"C{number}", installed_on=world.day(0))
    live(world, 3)
    assert (few, read()) == (2, 2)  # March, and the days before it that were looked at


def _seen(seen: Counter[str], answer: dict) -> dict:
    seen["rows"] += len(answer["Items"])
    return answer


def test_a_figure_that_is_none_is_refused_with_a_sentence(world: World) -> None:
    for figure, where in (("nonsense", {}), ("kept", {"minutes": "3"})):
        with pytest.raises(BadInput, match="open the metrics"):
            listing.page(Wanted(figure, world.day(-1), world.day(0), where))


def test_long_counters_are_packed_and_read_again(world: World) -> None:
    figures = [["task", f"step-{number}", "阿玲", "沙田", "on_time", 1] for number in range(9000)]
    Day(*Day.at("2026-03-01"), figures=figures).save()
    stored = next(item for item in world.stored() if item["kind"]["S"] == "day")
    assert len(stored["figures"]["S"]) < 100_000
    assert next(Day.in_partition("day")).figures == figures


def test_a_long_list_comes_in_pages_over_months_without_a_gap_or_a_repeat(
    busy: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((listing, "MOST"), (metrics, "LISTED"), (metrics, "AT_ONCE")):
        monkeypatch.setattr(module, name, 2)
    for back in range(DAYS + 3):
        folding.fold(busy.day(-back))
    wanted = Wanted("kept", busy.day(-DAYS - 2), busy.day(0), {})
    pages = [listing.page(wanted)]
    while pages[-1].after:
        pages.append(listing.page(wanted, pages[-1].after))
    keys = [(said.row.pk, said.row.sk) for page in pages for said in page.rows]
    assert len(pages) > 3
    assert len(set(keys)) == len(keys) == pages[0].count
    days = [said.day for page in pages for said in page.rows]
    assert days == sorted(days, reverse=True)


def test_a_day_that_shrinks_leaves_no_row_in_its_list(busy: World) -> None:
    first = [["care-tips", "", "", "on_time", "customer#c1", f"touch#{number}"] for number in range(120)]
    metrics.enlist("2026-03-03", "kept", first)
    metrics.enlist("2026-03-03", "kept", first[:20])
    assert [len(row.entries) for row in metrics.enlisted("kept", "2026-03-03", "2026-03-03")] == [20]
