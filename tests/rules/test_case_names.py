"""Every short name of a complaint has words for the staff."""

import re
from pathlib import Path

from chalicelib import plugins
from chalicelib.care.complaints import filing, handling
from chalicelib.rules import case_names as names
from chalicelib.rules import clocks
from chalicelib.stages.base import FACTS

CARE = Path(__file__).parents[2] / "chalicelib" / "care"
RECORDED = re.compile(r"(?:file\.add\(|append\()\s*\w+, \"(\w+)\"|event=\"(\w+)\"")


def test_every_stage_and_its_event_has_a_name() -> None:
    stages = plugins.discover("chalicelib.stages", "STAGE")
    assert set(names.STAGES) == set(stages)
    assert {stage.event for stage in stages.values()} <= set(names.EVENTS)


def test_every_event_that_care_records_has_a_name() -> None:
    texts = [path.read_text() for path in (CARE / "complaints").glob("*.py")]
    found = {one or other for text in texts for one, other in RECORDED.findall(text)}
    assert {"told", "declined", "item_returned", "news"} <= found
    assert found | set(handling.OCCURRENCES) | {clocks.PAUSES, clocks.RESUMES, "erased"} <= set(names.EVENTS)


def test_every_fact_has_a_name() -> None:
    assert {*FACTS, *handling.DETAILS} <= set(names.FACTS)


def test_every_channel_complainant_and_clock_has_a_name() -> None:
    assert set(names.CHANNELS) == set(filing.CHANNELS)
    assert set(names.COMPLAINANTS) == set(filing.TYPES)
    assert set(names.CLOCKS) == {"answer", "visit", "decision", "finish"}


def test_what_has_no_name_is_shown_as_it_is_written() -> None:
    assert names.said(names.STAGES, "on_the_moon") == "on the moon"
    assert names.value("mood", "upset") == "upset"
    assert names.value("channel", "form") == "the form for everybody"
