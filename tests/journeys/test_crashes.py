"""The process dies at a call to the table or the provider, before it and after it, place by place. Whoever
starts it again finds each touchpoint gone once, and nothing lost."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from chalicelib.care import effects, sales, switches
from chalicelib.care.touchpoints import confirming, errands, following, sending, settle, uncertain
from chalicelib.message import Delivery
from chalicelib.records.staff import Gift
from chalicelib.records.table import Row
from tests.journeys.world import START, Crash, Fuse, World

END = timedelta(days=740)


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
        lambda: world.run(START + timedelta(days=10)),
        lambda: installed(day + timedelta(days=10), world),
        lambda: world.run(START + timedelta(days=30)),
        lambda: switches.pause("*", "ops", world.now),
        lambda: world.run(START + timedelta(days=43)),
        lambda: switches.resume("*", "ops", world.now),
        lambda: world.run(START + END),
    ]
    for act in acts:
        if world.survive(act):
            act()
    return world


def installed(day, world: World) -> None:  # type: ignore[no-untyped-def]
    """A door's call that died may be made again by whoever made it."""
    if sales.get("A1").installed_on is None:
        sales.set_date("A1", "installed", day, "", world.now)


@dataclass(frozen=True)
class Ending:
    """How a run came out."""

    sent: dict[str, int]
    fates: dict[str, tuple[str, str]]
    tasks: frozenset[str]
    stock: tuple[int, ...]
    fuse: Fuse

    @classmethod
    def of(cls, world: World) -> "Ending":
        return cls(
            dict(world.provider.counts),
            {name: (touch.state, touch.reason) for name, touch in world.touches().items()},
            frozenset(task.key for task in world.tasks()),
            tuple(int(gift.stock) for gift in world.rows(Gift)),
            world.fuse,
        )


def faults(found: Ending, calm: Ending) -> list[str]:
    """What a crash must not bring about."""
    twice = [f"{key} went {count} times" for key, count in found.sent.items() if count > 1]
    never = [f"{key} never went" for key in calm.sent.keys() - found.sent.keys()]
    other = [
        f"{name} ended {found.fates.get(name)}, not {calm.fates.get(name)}"
        for name in calm.fates.keys() | found.fates.keys()
        if found.fates.get(name) != calm.fates.get(name)
    ]
    same = (found.tasks, found.stock) == (calm.tasks, calm.stock)
    return [*twice, *never, *other, *([] if same else ["other tasks or gifts than without a crash"])]


@pytest.fixture(scope="module")
def calm() -> Ending:
    return Ending.of(play(Fuse()))


def blown(
    calm: Ending, trouble: type[BaseException] = Crash, backwards: bool = False
) -> Iterator[tuple[str, Ending]]:
    """One death before and one after a call from each place in the program; with CRASH_EVERYWHERE
    set, at each single call. `backwards`: what shows late in a life is found soonest so."""
    everywhere = range(1, calm.fuse.calls + 1)
    calls = everywhere if os.environ.get("CRASH_EVERYWHERE") else calm.fuse.places.values()
    for at, after in calm.fuse.deaths(sorted(calls, reverse=backwards)):
        yield f"{'after' if after else 'before'} call {at}", Ending.of(play(Fuse(at, after, trouble)))


def test_without_a_crash_everything_goes_once(calm: Ending) -> None:
    states = {state for state, _ in calm.fates.values()}
    assert states <= {"sent", "done", "planned", "waiting", "skipped", "unplanned"}
    assert len(calm.sent) >= 5
    assert set(calm.sent.values()) == {1}


def test_whenever_it_dies_each_goes_once_and_none_is_lost(calm: Ending) -> None:
    wrong = [f"{where}: {fault}" for where, ending in blown(calm) for fault in faults(ending, calm)]
    assert not wrong, "\n".join(["", *wrong[:20]])


def test_an_error_at_any_call_is_survived_likewise(calm: Ending) -> None:
    """A connection that breaks: the row backs off and is done again, never sent again."""
    wrong = [
        f"{where}: {fault}"
        for where, ending in blown(calm, ConnectionResetError)
        for fault in faults(ending, calm)
    ]
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
    mutant: Callable, calm: Ending, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutant(monkeypatch)
    unharmed = Ending.of(play(Fuse()))
    assert not faults(unharmed, calm), "without a crash the mistake must not show"
    assert any(faults(ending, calm) for _, ending in blown(unharmed, backwards=True))


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
    assert world.touches()["a1/full-moon/1"].reason == "stopped"


def test_of_each_outer_row_the_last_word_counts() -> None:
    """The harness is only worth something if callbacks find their rows too."""
    world = World()
    world.sale(world.customer())
    world.run(timedelta(hours=1))
    sid, message, _ = world.provider.accepted[0]
    confirming.arrived(Delivery(sid, "delivered", message.key, message.attempt), world.now, world.hands)
    touch = world.touches()["a1/care-tips/1"]
    assert (touch.state, touch.delivery, touch.due_key) == ("sent", "delivered", None)
