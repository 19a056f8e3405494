"""Draws one customer's first year from the flooring plan itself: python docs/draw_first_year.py."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from chalicelib import plans
from chalicelib.rules import timing
from chalicelib.steps import CarePlan, Step

PICTURE = Path(__file__).resolve().parent / "first-year.svg"
COUNTRY, ZONE = "HK", "Asia/Hong_Kong"
SIGNED_AT = datetime(2026, 3, 2, 10, tzinfo=ZoneInfo(ZONE))
LAID_ON = date(2026, 3, 16)
ANCHORS = {"signed": SIGNED_AT, "booked": LAID_ON, "installed": LAID_ON}
OUTCOME = "outcome:"

# kind -> (who sees it, what is said of it)
KINDS = {
    "message": ("words", "{channels}"),
    "checklist": ("words", "a sheet to tick, {channels}"),
    "survey": ("words", "one question, {channels}"),
    "call": ("person", "a colleague calls"),
    "visit": ("person", "a colleague visits"),
    "gift": ("person", "a colleague brings a gift"),
    "classification": ("inner", "nothing the customer sees"),
}
NAMES = {"sms": "SMS", "email": "mail"}
DAYS = {"signed": "signing", "delivered": "delivery", "booked": "fitting", "installed": "laying"}
ROW, TOP, WHEN_X, LINE_X, TEXT_X, WIDTH = 46, 96, 178, 202, 228, 800
STYLE = """
text{font:14px system-ui,-apple-system,"Segoe UI",sans-serif;fill:#1c2b26}
.paper{fill:#fbfaf6}.title{font-size:19px;font-weight:600}.step{font-weight:600}
.soft{fill:#5d6b65;font-size:12.5px}.code{fill:#5d6b65;font-size:12px;text-anchor:end}
.when{text-anchor:end}.line{stroke:#b9c2bd;stroke-width:2}
.words{fill:#0b7a5c;stroke:#0b7a5c}.person{fill:#c4662b;stroke:#c4662b}.inner{fill:#8a938f;stroke:#8a938f}
circle{stroke-width:2.5}circle.maybe{fill:#fbfaf6}
@media (prefers-color-scheme:dark){
text{fill:#e8ece9}.paper,circle.maybe{fill:#16201c}.soft,.code{fill:#a3b0aa}.line{stroke:#44524c}
.words{fill:#4fc79f;stroke:#4fc79f}.person{fill:#eb9a66;stroke:#eb9a66}circle.maybe{fill:#16201c}}
"""


@dataclass(frozen=True)
class Mark:
    """One row of the picture; `maybe` says on what it depends, and is empty where it always happens."""

    at: datetime
    step: Step
    maybe: str = ""


def marks(plan: CarePlan) -> list[Mark]:
    """Every step at its first occurrence, day by day, on the same day in the plan's order."""
    return sorted((_mark(plan, step) for step in plan.steps), key=lambda mark: mark.at.date())


def _mark(plan: CarePlan, step: Step) -> Mark:
    before = plan.step(step.anchor.removeprefix(OUTCOME)) if step.anchor.startswith(OUTCOME) else None
    anchor = _mark(plan, before).at if before else ANCHORS[step.anchor]
    window = timing.narrowed(plans.country(COUNTRY).window, step.window)
    at = timing.due_at(step, anchor, 1, ZONE, window, step.name).astimezone(ZoneInfo(ZONE))
    return Mark(at, step, _condition(step))


def _condition(step: Step) -> str:
    if step.on_outcome:
        return f"only if the answer was: {' or '.join(step.on_outcome)}".replace("_", " ")
    if step.when:
        facts = [f"{fact} is {' or '.join(values)}" for fact, values in step.when.items()]
        return "only if " + " and ".join(facts).replace(
            "missing is installed", "no installation day is known"
        )
    return ""


def drawing(plan: CarePlan) -> str:
    rows = marks(plan)
    height = TOP + len(rows) * ROW + 34
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
            f'height="{height}" role="img" aria-labelledby="title">',
            f'<title id="title">One customer\'s first year under the {plan.name} plan</title>',
            f"<style>{STYLE}</style>",
            f'<rect class="paper" width="{WIDTH}" height="{height}" rx="10"/>',
            *_head(),
            f'<line class="line" x1="{LINE_X}" x2="{LINE_X}" y1="{TOP}" y2="{height - 50}"/>',
            *(line for number, mark in enumerate(rows) for line in _row(mark, TOP + 16 + number * ROW)),
            "</svg>\n",
        ]
    )


def _head() -> Iterator[str]:
    yield '<text class="title" x="24" y="38">One customer\'s first year</text>'
    signed, laid = _day(SIGNED_AT), _day(LAID_ON)
    yield f'<text class="soft" x="24" y="60">Signed on {signed}, laid on {laid}</text>'
    legend = ((400, "words", "words"), (480, "person", "a colleague"), (600, "inner", "behind the counter"))
    for x, name, words in legend:
        yield f'<circle class="{name}" cx="{x}" cy="56" r="5"/>'
        yield f'<text class="soft" x="{x + 12}" y="60">{words}</text>'


def _row(mark: Mark, y: int) -> Iterator[str]:
    step = mark.step
    who, said = KINDS[step.kind]
    said = said.format(channels=", else ".join(NAMES[channel] for channel in step.channels))
    again = (
        f", again every {_period(step.repeat.count, step.repeat.unit).removeprefix('1 ')}"
        if step.repeat
        else ""
    )
    note = "; ".join(filter(None, [said + again, mark.maybe]))
    yield f'<text class="when" x="{WHEN_X}" y="{y + 1}">{_day(mark.at)}</text>'
    yield f'<text class="when soft" x="{WHEN_X}" y="{y + 18}">{_after(step)}</text>'
    yield f'<circle class="{who}{" maybe" if mark.maybe else ""}" cx="{LINE_X}" cy="{y + 1}" r="6"/>'
    name = escape(step.name.replace("-", " ").capitalize())
    yield f'<text class="step" x="{TEXT_X}" y="{y + 1}">{name}</text>'
    yield f'<text class="soft" x="{TEXT_X}" y="{y + 18}">{escape(note)}</text>'
    yield f'<text class="code" x="{WIDTH - 24}" y="{y + 1}">{escape(step.practice)}</text>'


def _after(step: Step) -> str:
    """`2 days before fitting`; the step before it where it hangs on that one's outcome."""
    count = step.after.count
    anchor = DAYS.get(step.anchor) or step.anchor.removeprefix(OUTCOME).replace("-", " ")
    if count == 0:
        return f"on {anchor}" if step.after.is_exact else f"the day of {anchor}"
    return f"{_period(abs(count), step.after.unit)} {'after' if count > 0 else 'before'} {anchor}"


def _period(count: int, unit: str) -> str:
    return f"{count} {unit if count != 1 else unit.removesuffix('s')}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


if __name__ == "__main__":
    flooring = plans.plan_for("flooring")
    if flooring is None:
        raise SystemExit("No plan is for flooring; the picture shows that one.")
    PICTURE.write_text(drawing(flooring), encoding="utf-8")
