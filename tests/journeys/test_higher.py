"""Higher up and outside: who goes to the site, who calls, and what a court, say, wants of us by when."""

from datetime import timedelta
from functools import partial

import pytest

from chalicelib.care import tasks
from chalicelib.care.complaints import closing, escalating, file, filing, handling, offering, outside
from chalicelib.care.complaints.filing import NewComplaint
from chalicelib.errors import BadInput, Conflict
from chalicelib.records import events
from chalicelib.records.table import Row
from chalicelib.records.tasks import Task
from tests.journeys.resolving import (
    BOSS,
    DAY,
    MANAGER,
    MINUTES,
    NOT_OURS,
    OPS,
    REP,
    accepted,
    carried_out,
    complain,
    looked_into,
    offer,
    open_tasks,
    people,
    settled,
    told,
)
from tests.journeys.world import Fuse, World


@pytest.fixture
def world(world: World) -> World:
    people(world)
    return world


def visits(world: World) -> list[str]:
    return [task.rep for task in open_tasks(world, "visit") if task.title]


def test_found_graver_it_is_faster_and_a_superior_goes_there(world: World) -> None:
    one = complain(world)
    news_by, finish = one.news_by, file.running(one, world.now)["finish"].due_at
    one = escalating.grade(one.id, "severe", REP, "an old lady fell", world.now)
    assert (one.severity, one.news_by < news_by) == ("severe", True)
    assert file.running(one, world.now)["finish"].due_at < finish
    assert visits(world) == [MANAGER]
    assert [line[3] for line in one.promises if line[0] == "news"] == ["moved", ""]
    one = escalating.grade(one.id, "minor", MANAGER, "a bruise", world.now)
    assert one.news_by < news_by
    one = escalating.grade(one.id, "severe", MANAGER, "broken after all", world.now)
    assert visits(world) == [MANAGER]
    assert events.told(one)[-1]["says"] == {"from": "minor", "to": "severe", "why": "broken after all"}


@pytest.mark.parametrize(
    ("severity", "why", "said"),
    [("huge", "x", "is no severity"), ("minor", "x", "is minor already"), ("severe", " ", "Say what makes")],
)
def test_a_grade_without_sense_is_refused(world: World, severity: str, why: str, said: str) -> None:
    one = complain(world)
    with pytest.raises((BadInput, Conflict), match=said):
        escalating.grade(one.id, severity, REP, why, world.now)


@pytest.mark.parametrize("responsible", ["warehouse", REP])
def test_where_one_of_ours_is_responsible_a_superior_goes_there_once(world: World, responsible: str) -> None:
    one = complain(world)
    handling.note(one.id, {"responsible": "the carrier"}, REP, "", world.now)
    assert visits(world) == []
    for _ in range(2):
        handling.note(one.id, {"responsible": responsible}, REP, "", world.now)
    assert visits(world) == [MANAGER]


def test_a_higher_person_has_it_and_calls(world: World) -> None:
    one = complain(world)
    owners = []
    for _ in range(3):
        one = escalating.escalate(one.id, REP, "wants the boss", world.now)
        owners.append(one.owner)
    assert owners == [MANAGER, OPS, BOSS]
    assert sorted(task.rep for task in open_tasks(world, "call")) == sorted(owners)
    assert "wants the boss" in open_tasks(world, "call")[0].title
    assert int(one.hand_overs) == 3
    with pytest.raises(Conflict, match=f"Nobody on the staff list stands above {BOSS}"):
        escalating.escalate(one.id, REP, "higher still", world.now)


def test_opened_again_the_higher_person_calls(world: World) -> None:
    one = settled(world, complain(world))
    closing.rate(one.id, 0, 1, "", "customer", world.now)
    assert MANAGER in [task.rep for task in open_tasks(world, "call")]


def test_what_rests_is_neither_graded_nor_escalated(world: World) -> None:
    one = settled(world, complain(world))
    closing.rate(one.id, 0, 5, "", "customer", world.now)
    for deed in (
        lambda: escalating.escalate(one.id, REP, "x", world.now),
        lambda: escalating.grade(one.id, "severe", REP, "x", world.now),
    ):
        with pytest.raises(Conflict, match="open it again first"):
            deed()


def test_a_court_has_it_with_days_and_papers(world: World) -> None:
    one = offer(world, looked_into(world, complain(world)), "apology")
    hearing, answer_by = world.day(30), world.day(10)
    one = outside.go(one.id, "court", "(2026) 117", world.day(-2), hearing, REP, world.now)
    assert (one.stage, one.facts["route"]) == ("disputed", "court")
    assert events.told(one)[-1]["says"]["why"] == "(2026) 117"
    assert MANAGER in [task.rep for task in open_tasks(world, "know")]
    assert [task.due_on for task in open_tasks(world, "complaint") if task.rep == REP] == [hearing]
    one = outside.paper(one.id, "court", "summons", None, answer_by, REP, world.now)
    one = outside.paper(one.id, "court", "our answer", None, None, REP, world.now)
    (route,) = one.routes
    assert [line[1:] for line in route["papers"]] == [["summons", answer_by.isoformat()], ["our answer", ""]]
    assert route["next_on"] == answer_by.isoformat()
    assert answer_by in [task.due_on for task in open_tasks(world, "complaint")]
    one = outside.end(one.id, "court", "settled at 800", None, REP, world.now)
    assert (one.routes[0]["outcome"], one.routes[0]["next_on"]) == ("settled at 800", "")
    one = handling.move(one.id, "deciding", REP, "", {}, world.now)
    one = carried_out(world, accepted(world, offer(world, one, "repair:100")))
    one = closing.rate(one.id, 0, 5, "", "customer", world.now)
    assert one.stage == "closed"
    assert events.broken_links(one) == []


def test_a_closed_one_may_go_outside_too_and_rests_all_the_same(world: World) -> None:
    one = settled(world, complain(world))
    closing.rate(one.id, 0, 5, "", "customer", world.now)
    one = outside.go(one.id, "regulator", "", None, None, REP, world.now)
    assert (one.stage, one.due_key, one.routes[0]["body"]) == ("closed", None, "regulator")
    world.run(2 * DAY)
    assert file.get(one.id).stage == "closed"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("pope", "", None, None), "is no outside body; use one of mediation"),
        (("court", "x" * 301, None, None), "reference is longer"),
        (("court", "", 3, None), "cannot have been filed"),
        (("court", "", None, -1), "is over"),
    ],
)
def test_what_makes_no_sense_outside_is_refused_and_leaves_nothing(
    world: World, given: tuple, said: str
) -> None:
    one = complain(world)
    before = sorted(map(str, world.stored()))
    body, reference, *days = given
    filed, following = (None if day is None else world.day(day) for day in days)
    with pytest.raises(BadInput, match=said):
        outside.go(one.id, body, reference, filed, following, REP, world.now)
    assert sorted(map(str, world.stored())) == before


def test_a_body_has_it_once_and_papers_need_it(world: World) -> None:
    one = complain(world)
    with pytest.raises(Conflict, match="does not lie before that body"):
        outside.paper(one.id, "court", "summons", None, None, REP, world.now)
    outside.go(one.id, "court", "", None, None, REP, world.now)
    with pytest.raises(Conflict, match="already"):
        outside.go(one.id, "court", "", None, None, REP, world.now)
    with pytest.raises(BadInput, match="how it ended"):
        outside.end(one.id, "court", " ", None, REP, world.now)
    outside.end(one.id, "court", "withdrawn", None, REP, world.now)
    assert len(outside.go(one.id, "court", "again", None, None, REP, world.now).routes) == 2


def test_unkind_words_of_ours_do_not_reach_the_customer(world: World) -> None:
    person = world.customer()
    new = NewComplaint(person.id, "it creaks", "repair", understood="这是您使用不当")
    with pytest.raises(BadInput, match="say it kindly"):
        filing.open(new, world.now)
    one = complain(world, customer_id=person.id, sale_id="", words="你们说按规定不行！")
    with pytest.raises(BadInput, match="say it kindly"):
        handling.note(one.id, {"understood": "按规定不行"}, REP, "", world.now)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_opened_again_at_night_and_killed_at_any_call_the_old_question_goes_only_if_all_stands(
    after: bool,
) -> None:
    """Either nothing of it is written, or the question is withdrawn with it."""
    outcomes = set()
    for at in range(1, 40):
        world, number = at_night()
        again = partial(closing.open_again, number, "still creaks", REP, world.now)
        world.fuse = Row.engine.fuse = Fuse(at, after=after)
        blew = world.survive(again)
        world.fuse = Row.engine.fuse = Fuse()
        stage = file.get(number).stage
        world.run(timedelta(days=1) + MINUTES)
        assert ("satisfied" in told(world)) == (stage == "checking"), f"killed at call {at}"
        outcomes.add((blew, stage))
        if not blew:
            break
    Row.engine = None
    assert outcomes == {(True, "checking"), (True, "reopened"), (False, "reopened")}


def at_night() -> tuple[World, str]:
    """All is carried out; the question waits for the morning."""
    world = World(Fuse())
    people(world)
    one = accepted(world, offer(world, looked_into(world, complain(world)), "repair:100"))
    world.now = world.now.replace(hour=15)
    return world, carried_out(world, one).id


def looks(world: World, who: str) -> list[tuple[str, str]]:
    return [
        (task.state, task.outcome) for task in world.rows(Task) if task.do == "complaint" and task.rep == who
    ]


def test_whoever_is_to_look_into_it_has_done_so_once_they_did_something_there(world: World) -> None:
    one = complain(world)
    handling.hand_over(one.id, MANAGER, MANAGER, "I take it", world.now)
    assert looks(world, MANAGER) == [("open", "")], "what one asks of oneself is not done by asking"
    world.run(MINUTES)
    handling.note(one.id, {"opinion": "漏水"}, REP, "", world.now)
    assert looks(world, MANAGER) == [("open", "")], "another did"
    handling.note(one.id, {"opinion": "漏水"}, MANAGER, "", world.now)
    assert looks(world, MANAGER) == [("done", "looked_into")]


def test_an_offer_that_went_up_is_no_longer_to_be_decided_by_whoever_had_it_first(world: World) -> None:
    one = looked_into(world, complain(world))
    one = offer(world, one, "refund:900", ask=True)
    first = one.decider
    world.run(3 * DAY)
    second = file.get(one.id).decider
    assert second != first
    assert {task.rep for task in open_tasks(world, "decide")} >= {first, second}
    offering.decide(one.id, True, second, "looked at it", world.now)
    assert open_tasks(world, "decide") == []


def test_a_closed_case_presses_nobody_but_keeps_the_day_of_an_outside_body(world: World) -> None:
    one = looked_into(world, complain(world), NOT_OURS)
    outside.go(one.id, "mediation", "A-1", None, world.now.date() + 9 * DAY, REP, world.now)
    handling.hand_over(one.id, MANAGER, REP, "on leave", world.now)
    assert [task.urgent for task in open_tasks(world, "complaint")].count(True) == 1
    assert [task.rep for task in open_tasks(world, "know")] == [MANAGER]
    outside.end(one.id, "mediation", "settled", None, MANAGER, world.now)
    closing.close(one.id, BOSS, "settled outside", world.now)
    left = [task for task in open_tasks(world, "complaint") if task.case == one.id]
    assert [task.urgent for task in left] == [False]


def test_a_task_to_look_decide_or_judge_is_ended_by_hand_only_with_what_came_of_it(world: World) -> None:
    one = complain(world)
    handling.hand_over(one.id, MANAGER, REP, "on leave", world.now)
    (task,) = [task for task in open_tasks(world, "complaint") if task.rep == MANAGER]
    with pytest.raises(BadInput, match="what came of it"):
        tasks.finish(task.key, "looked_into", " ", MANAGER, world.now)
    assert tasks.finish(task.key, "looked_into", "called him", MANAGER, world.now).state == "done"
