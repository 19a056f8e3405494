"""The process dies at every call to the table or the provider in turn, before it and after it. Whoever
starts it again finds each touchpoint gone once, and nothing lost."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from chalicelib.care import effects, sales, switches
from chalicelib.care.touchpoints import errands, following, sending, settle, subject, uncertain
from chalicelib.message import Delivery
from chalicelib.records.staff import Gift
from chalicelib.records.table import Row
from tests.journeys.world import Fuse, World

END = timedelta(days=800)


@pytest.fixture(autouse=True)
def _own_table() -> Iterator[None]:
    yield
    Row.engine = None


def play(fuse: Fuse) -> World:
    """Two years of one floor: every kind of row falls due in it, some more than once."""
    world = World()
    world.staff()
    customer = world.customer()
    day = world.now.date()
    world.fuse = Row.engine.fuse = fuse
    acts: list[Callable[[], None]] = [
        lambda: world.sale(customer, booked_on=day + timedelta(days=10)),
        lambda: world.run(timedelta(days=10)),
        lambda: installed(day + timedelta(days=10), world),
        lambda: world.run(timedelta(days=20)),
        lambda: switches.pause("*", "ops", world.now),
        lambda: world.run(timedelta(days=13)),
        lambda: switches.resume("*", "ops", world.now),
        lambda: world.run(END),
    ]
    for act in acts:
        if world.survive(act):
            act()
    return world


def installed(day, world: World) -> None:  # type: ignore[no-untyped-def]
    """A door's call that died may be made again by whoever made it."""
    if sales.get("A1").installed_on is None:
        sales.set_date("A1", "installed", day, "", world.now)


def fates(world: World) -> dict[str, tuple[str, str]]:
    return {name: (touch.state, touch.reason) for name, touch in world.touches().items()}


def faults(world: World, calm: World) -> list[str]:
    """What a crash must not bring about."""
    found = [f"{key} went {count} times" for key, count in world.provider.counts.items() if count > 1]
    missing = set(calm.provider.counts) - set(world.provider.counts)
    found += [f"{key} never went" for key in missing]
    expected = fates(calm)
    found += [f"{name} ended {fate}, not {expected.get(name)}" for name, fate in fates(world).items()
              if fate != expected.get(name)]  # fmt: skip
    found += [f"{name} is lost" for name in set(expected) - set(fates(world))]
    for kind, count in (("tasks", len), ("gifts", lambda _: [gift.stock for gift in world.rows(Gift)])):
        if count(world.tasks()) != (
            len(calm.tasks()) if kind == "tasks" else [gift.stock for gift in CALM_GIFTS]
        ):
            found.append(f"other {kind} than without a crash")
    return found


CALM_GIFTS: list[Gift] = []


@pytest.fixture(scope="module")
def calm() -> World:
    world = play(Fuse())
    kept_rows, kept_tasks, kept_touches = world.rows(Gift), world.tasks(), world.touches()
    CALM_GIFTS[:] = kept_rows
    world.tasks = lambda: kept_tasks  # type: ignore[method-assign]
    world.touches = lambda customer=None: kept_touches  # type: ignore[method-assign]
    return world


def blown(calm: World, step: int = 1) -> Iterator[tuple[str, World]]:
    for at in range(1, calm.fuse.calls + 1, step):
        for after in (False, True):
            yield f"{'after' if after else 'before'} call {at}", play(Fuse(at, after))


def test_without_a_crash_everything_goes_once(calm: World) -> None:
    states = {state for state, _ in fates(calm).values()}
    assert states <= {"sent", "done", "planned", "waiting", "skipped", "unplanned"}
    assert len(calm.provider.counts) >= 5
    assert set(calm.provider.counts.values()) == {1}


def test_whenever_it_dies_each_goes_once_and_none_is_lost(calm: World) -> None:
    wrong = [f"{where}: {fault}" for where, world in blown(calm) for fault in faults(world, calm)]
    assert not wrong, "\n".join(["", *wrong[:20]])


def _blind_resend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uncertain, "_ask", lambda subject, rendered, hands: uncertain.Found("absent"))


def _next_after_settling(monkeypatch: pytest.MonkeyPatch) -> None:
    """The mutant settles first and writes the next occurrence afterwards."""
    prepare, run = following.prepare, errands.run
    monkeypatch.setattr(following, "prepare", lambda *args, **kwargs: None)

    def late(subject, now, hands) -> None:  # type: ignore[no-untyped-def]
        run(subject, now, hands)
        prepare(subject, now)

    monkeypatch.setattr(errands, "run", late)
    monkeypatch.setattr(settle.errands, "run", late)


@pytest.mark.parametrize("mutant", [_blind_resend, _next_after_settling])
def test_this_harness_finds_the_known_mistakes(
    mutant: Callable, calm: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant(monkeypatch)
    assert any(faults(world, calm) for _, world in blown(calm))


def test_a_stop_between_claim_and_call_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not _sent_after_a_stop_at_the_last_moment(monkeypatch)


def test_consent_asked_only_at_planning_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    contact_of = effects.contact_of
    monkeypatch.setattr(sending.effects, "contact_of", lambda channel, address: None)
    assert _sent_after_a_stop_at_the_last_moment(monkeypatch)
    monkeypatch.setattr(sending.effects, "contact_of", contact_of)


def _sent_after_a_stop_at_the_last_moment(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """STOP arrives when the row is claimed already; what goes to that phone afterwards."""
    world = World()
    customer = world.customer(emails=())
    claim, stopped_at = sending._claim, []

    def claimed_then_stopped(*args) -> bool:  # type: ignore[no-untyped-def]
        done = claim(*args)
        effects._set_stopped("sms", customer.phones[0], "stopped", world.now)
        stopped_at.append(world.now)
        return done

    monkeypatch.setattr(sending, "_claim", claimed_then_stopped)
    world.sale(customer)
    world.run(timedelta(days=3))
    monkeypatch.setattr(sending, "_claim", claim)
    assert stopped_at
    return world.provider.texts()


def test_a_refusal_after_planning_holds() -> None:
    world = World()
    customer = world.customer()
    world.sale(customer, installed_on=world.now.date())
    world.run(timedelta(hours=1))
    went = len(world.provider.accepted)
    effects.stop_address("sms", customer.phones[0], "stopped", world.now)
    effects.stop_address("email", customer.emails[0], "stopped", world.now)
    world.run(timedelta(days=60))
    assert len(world.provider.accepted) == went
    assert world.touches()["A1/full-moon/1"].reason == "stopped"


def test_of_each_outer_row_the_last_word_counts(calm: World) -> None:
    """The harness is only worth something if callbacks find their rows too."""
    world = World()
    world.sale(world.customer())
    world.run(timedelta(hours=1))
    sid, message, _ = world.provider.accepted[0]
    from chalicelib.care.touchpoints import confirming

    confirming.arrived(Delivery(sid, "delivered", message.key, message.attempt), world.now, world.hands)
    touch = world.touches()["A1/care-tips/1"]
    assert (touch.state, touch.delivery, touch.due_key) == ("sent", "delivered", None)
