"""Two customers are one person: nothing is lost, nothing goes twice, however often the merge is cut short."""

from datetime import timedelta

import pytest

from chalicelib.care import consents, customers, merging, sales, search
from chalicelib.errors import BadInput, Conflict
from chalicelib.records.customers import Contact, Customer
from chalicelib.records.events import broken_links
from chalicelib.records.sales import Sale
from chalicelib.records.table import Row, shard_of
from chalicelib.records.touchpoints import Touchpoint
from tests.journeys.world import Fuse, World

OLD_PHONE, WHY, WHO = "+85261234567", "married name", "阿玲"


class Two:
    """A person known twice: the old record with one sale, the one that stays with another."""

    def __init__(self, world: World):
        self.world = world
        self.into = world.customer()
        self.old = world.customer(name="陳太", phones=(OLD_PHONE,), emails=())
        world.sale(self.into, "STAYS", signed_on=world.day(-60), signed_at=None, installed_on=world.day(-30))
        world.sale(self.old, "MOVES", installed_on=world.day(0))

    def merge(self) -> merging.Merged:
        return merging.merge(self.old.id, self.into.id, WHY, WHO, self.world.now)

    def now_in(self, owner: Customer) -> Customer:
        found = Customer.find(*Customer.at(owner.id), consistent=True)
        assert found
        return found


@pytest.fixture
def two(world: World) -> Two:
    pair = Two(world)
    world.run(timedelta(hours=1))
    return pair


def open_of(owner: Customer) -> set[str]:
    rows = Touchpoint.in_partition(owner.pk, "touch#")
    return {row.id for row in rows if row.state in ("planned", "waiting")}


def test_what_is_open_moves_with_its_own_id(two: Two) -> None:
    before = open_of(two.old)
    two.merge()
    assert before
    assert not open_of(two.old)
    assert before <= open_of(two.into)


def test_moved_rows_fall_due_in_the_new_owners_shard(two: Two) -> None:
    two.merge()
    lanes = {row.due_lane[:2] for row in Touchpoint.in_partition(two.into.pk, "touch#") if row.due_lane}
    assert lanes == {f"{shard_of(two.into.pk):02d}"}


def test_what_went_out_before_does_not_go_again(two: Two) -> None:
    went = set(two.world.provider.counts)
    two.merge()
    two.world.run(timedelta(days=60))
    counts = two.world.provider.counts
    assert went
    assert all(counts[key] == 1 for key in counts)
    steps = [(touch.sale_id, touch.step) for key in counts if (touch := Touchpoint.by_key(key))]
    assert len(steps) == len(set(steps))


def test_what_was_to_come_still_comes(two: Two) -> None:
    two.merge()
    two.world.run(timedelta(days=60))
    asked = two.world.touches(two.into)
    assert asked["moves/full-moon/1"].state == "sent"


def test_both_numbers_lead_to_the_one_who_stays(two: Two) -> None:
    two.merge()
    assert [one.id for one in search.find(OLD_PHONE)] == [two.into.id]
    assert customers.get(two.old.id).id == two.into.id
    assert OLD_PHONE in two.now_in(two.into).phones


def test_sales_and_tasks_belong_to_the_one_who_stays(two: Two) -> None:
    two.world.run(timedelta(days=1))
    before = [task for task in two.world.tasks() if task.customer_id == two.old.id and task.state == "open"]
    two.merge()
    after = {task.id for task in two.world.tasks() if task.customer_id == two.into.id}
    assert before
    assert {task.id for task in before} <= after
    assert sales.get("MOVES").customer_id == two.into.id
    assert {sale.id for sale in Sale.by_lookup(f"customer#{two.into.id}")} == {"stays", "moves"}


def test_a_refusal_of_either_holds_for_both(two: Two) -> None:
    now = two.world.now
    consents.record(two.old, "survey", "*", "refused", source="call", who=WHO, now=now)
    consents.record(two.into, "survey", "sms", "granted", source="form", who=WHO, now=now)
    two.merge()
    assert two.now_in(two.into).consents["survey"] == {"*": "refused"}


def test_the_chain_of_events_still_checks(two: Two) -> None:
    two.merge()
    assert not broken_links(two.now_in(two.into))
    assert not broken_links(two.now_in(two.old))


def test_merging_again_changes_nothing(two: Two) -> None:
    two.merge()
    before = two.world.rows(Touchpoint), two.now_in(two.into).serialize()
    again = two.merge()
    assert (again.addresses, again.touchpoints, again.tasks, again.sales) == (0, 0, 0, 0)
    assert (two.world.rows(Touchpoint), two.now_in(two.into).serialize())[1] == before[1]


def test_two_names_for_the_same_row_are_refused(two: Two) -> None:
    with pytest.raises(BadInput, match="itself"):
        merging.merge(two.old.id, two.old.id, WHY, WHO, two.world.now)


def test_no_merging_in_circles(two: Two) -> None:
    two.merge()
    with pytest.raises(Conflict, match="merged into"):
        merging.merge(two.into.id, two.old.id, WHY, WHO, two.world.now)


def calls_of_a_merge() -> Fuse:
    world = World()
    pair = Two(world)
    world.run(timedelta(hours=1))
    world.fuse = Row.engine.fuse = Fuse()
    pair.merge()
    return world.fuse


@pytest.mark.parametrize("after", [False, True])
def test_cut_short_anywhere_it_is_finished_by_running_it_again(world: World, after: bool) -> None:
    """The fuse blows at every call in turn, before it or after it; in between the clock goes on."""
    calm = calls_of_a_merge()
    for place in [at for at, late in calm.deaths(range(1, calm.calls + 1)) if late == after]:
        broken = World()
        pair = Two(broken)
        broken.run(timedelta(hours=1))
        broken.fuse.at, broken.fuse.after = broken.fuse.calls + place, after
        broken.survive(pair.merge)
        broken.run(timedelta(hours=2))
        pair.merge()
        broken.run(timedelta(days=40))
        counts = broken.provider.counts
        assert all(counts[key] == 1 for key in counts), place
        assert broken.touches(pair.into)["moves/full-moon/1"].state == "sent", place
        contact = Contact.find(*Contact.at("sms", OLD_PHONE))
        assert contact
        assert contact.customers == [pair.into.id], place


def test_an_old_row_that_falls_due_after_the_pointer_hands_over_instead_of_sending(two: Two) -> None:
    """The merge died right after the pointer: the clock itself brings the row to its new owner."""
    two.old.refresh()
    merging._point(two.old, two.now_in(two.into), WHY, WHO, two.world.now)
    due = two.world.touches(two.old)["moves/full-moon/1"]
    two.world.run(due.due_at + timedelta(minutes=1))
    moved = Touchpoint.find(*Touchpoint.at(two.old.id, due.id))
    assert moved
    assert (moved.state, moved.reason) == ("merged", f"{two.into.id}.{due.id}")
    assert not two.world.provider.counts[due.key]


def test_the_fuse_of_this_test_blows() -> None:
    assert Fuse(at=1).at == 1
    assert calls_of_a_merge().calls > 15
    assert len(calls_of_a_merge().writes) > 5


def test_the_tags_of_both_hold(two: Two) -> None:
    two.old.change([Customer.tags.set(["VIP", "neighbour"])])
    two.into.change([Customer.tags.set(["vip"])])
    two.merge()
    assert two.now_in(two.into).tags == ["vip", "neighbour"]


# --- looked at before it is done --------------------------------------------------------------------


def test_what_would_move_is_told_beforehand_and_nothing_is_written(two: Two) -> None:
    before = two.world.stored()
    shown = merging.preview(two.old.id, two.into.id)
    assert two.world.stored() == before
    assert shown.moves == two.merge()


def test_it_is_told_what_is_taken_over_and_what_is_lost(two: Two) -> None:
    two.now_in(two.old).change([Customer.estate.set("海怡半島"), Customer.language.set("en")])
    shown = merging.preview(two.old.id, two.into.id)
    assert shown.taken == {"estate": "海怡半島"}
    assert shown.lost == {"name": "陳太", "language": "en"}


def test_it_is_told_which_consent_falls_silent_by_it(two: Two) -> None:
    old = two.now_in(two.old)
    consents.record(old, "care", "sms", "refused", source="phone", who="customer", now=two.world.now)
    assert merging.preview(two.old.id, two.into.id).refused == (("care", "sms"),)


def test_names_and_addresses_that_do_not_agree_are_a_warning(two: Two) -> None:
    shown = merging.preview(two.old.id, two.into.id)
    assert (shown.names_agree, shown.share_address) == (False, False)


def test_what_would_be_refused_is_refused_at_once(two: Two) -> None:
    with pytest.raises(BadInput):
        merging.preview(two.into.id, two.into.id)
    two.merge()
    with pytest.raises(Conflict):
        merging.preview(two.into.id, two.old.id)
