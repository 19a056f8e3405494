"""The map of a complaint's stages: the shipped one adds up, and one that does not is refused."""

from dataclasses import replace

import pytest

from chalicelib import plugins
from chalicelib.errors import BadStages
from chalicelib.rules import clocks
from chalicelib.stages.base import Stage, arrange

STAGES = plugins.discover("chalicelib.stages", "STAGE")


def test_the_shipped_map_adds_up() -> None:
    moves = arrange(STAGES)
    assert moves["received"] == {"acknowledged"}
    assert moves["closed"] == {"reopened"}
    assert moves["offered"] >= {"agreed", "deciding"}


def test_a_wait_leads_back_to_wherever_it_can_begin() -> None:
    moves = arrange(STAGES)
    assert moves["waiting_for_customer"] == {
        name for name, onward in moves.items() if "waiting_for_customer" in onward
    }


def test_every_clock_begins_and_is_met_by_something_that_can_happen() -> None:
    happens = {stage.event for stage in STAGES.values()} | {
        "arrived",
        "visit_not_needed",
        "answered",
        "acknowledged",  # in older chains
        "declined",
        "not_carried_out",
        "resumed",
    }
    assert set().union(*clocks.BEGINS.values(), *clocks.MEETS.values()) <= happens


def change(name: str, **parts: object) -> dict[str, Stage]:
    return {**STAGES, name: replace(STAGES[name], **parts)}


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        (change("closed", first=True), "Exactly one stage must be the first; found"),
        (change("received", first=False), "found none"),
        (change("agreed", leads_to=("heaven",)), "'heaven', which is none"),
        (change("verifying", needs=("mood of the moon",)), "nobody knows what it is"),
        ({**STAGES, "limbo": Stage("limbo", event="limbo", leads_to=("closed",))}, "can ever reach limbo"),
        ({**STAGES, "trap": Stage("trap", event="trap", comes_from=("agreed",))}, "From trap no complaint"),
    ],
)
def test_a_map_that_does_not_add_up_is_refused_in_words(stages: dict[str, Stage], said: str) -> None:
    with pytest.raises(BadStages, match=said):
        arrange(stages)
