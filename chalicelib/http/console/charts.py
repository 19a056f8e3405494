"""Trends as drawings: SVG made here, coloured by our own style sheet, readable by whoever sees none of it
through the numbers in its words."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalicelib.care.metrics import board
from chalicelib.care.metrics.tally import Tally
from chalicelib.http.console.speech import _
from chalicelib.records.metrics import Month
from chalicelib.rules import rates

Value = float | int | None
Scale = tuple[float, ...]
SHARE, SCORE = (0.0, 0.5, 1.0), (1.0, 3.0, 5.0)
UNWANTED = ("defs", "title", "desc")


@dataclass(frozen=True)
class Trend:
    """`said`: its months and values, for a table beside it."""

    title: str
    svg: str
    said: list[tuple[date, Value]]
    is_share: bool


def trends(months: Mapping[str, Month | None]) -> list[Trend]:
    """Of the figures that one wants to see move; a month without any has a gap, not a zero."""
    tallies = {name: board.summed([row] if row else []) for name, row in months.items()}
    drawn: list[tuple[str, Callable[[Tally], Value], Scale]] = [
        (_("Follow-up on its day"), _on_time, SHARE),
        (_("Messages that arrived"), _arrived, SHARE),
        (_("Satisfaction (1 to 5)"), lambda tally: board.rating(tally, "rating").mean, SCORE),
        (_("Complaints that came in"), lambda tally: board.total(tally, "complaint"), ()),
        (_("Promises kept"), _promised, SHARE),
        (_("Opt-outs"), lambda tally: board.total(tally, "opt_out"), ()),
    ]
    return [_trend(title, tallies, value, scale) for title, value, scale in drawn]


def _on_time(tally: Tally) -> Value:
    kept: Counter[str] = Counter()
    for name, count in tally.of("kept").items():
        kept[str(name[-1])] += count
    return board.on_time(kept)


def _arrived(tally: Tally) -> Value:
    health = board.health(tally)
    return rates.share(sum(one.arrived for one in health), sum(one.taken for one in health))


def _promised(tally: Tally) -> Value:
    kept = board.promises(tally)
    return rates.share(kept.get("kept", 0), kept.get("kept", 0) + kept.get("broken", 0))


def _trend(title: str, tallies: Mapping[str, Tally], value: Callable[[Tally], Value], scale: Scale) -> Trend:
    said = [(date.fromisoformat(f"{month}-01"), value(tally)) for month, tally in tallies.items()]
    return Trend(title, _drawn(said, scale or _up_to(said)), said, scale == SHARE)


def _up_to(said: list[tuple[date, Value]]) -> Scale:
    """Whole numbers from nothing to the most there are, and the middle where it is one."""
    most = max((int(value) for _month, value in said if value), default=0) or 2
    return (0, most // 2, most) if most % 2 == 0 else (0, most)


def _drawn(said: list[tuple[date, Value]], scale: Scale) -> str:
    import pygal  # only whoever looks at a chart waits for it

    chart = pygal.Line(
        width=360, height=180, css=[], js=[], disable_xml_declaration=True, no_prefix=True, margin=8,
        show_legend=False, explicit_size=False, range=(scale[0], scale[-1]), include_x_axis=False,
        x_label_rotation=0, no_data_text=_("Nothing yet"), show_minor_x_labels=False, truncate_label=-1,
        dots_size=3, value_formatter=_percent if scale == SHARE else _plain,
    )  # fmt: skip
    chart.y_labels = list(scale)
    chart.x_labels = [f"{month.month}" for month, _value in said]
    chart.x_labels_major = chart.x_labels[::3]
    chart.add("", [value for _month, value in said], allow_interruptions=True)
    chart.add_xml_filter(_bare)
    return str(chart.render(is_unicode=True))


def _bare(root: Any) -> Any:
    """Without its own styles, script and tooltips, which our pages neither need nor allow."""
    for parent in list(root.iter()):
        for child in list(parent):
            kept = isinstance(child.tag, str) and child.tag.rpartition("}")[2] not in UNWANTED
            if not kept or "tooltip-overlay" in child.get("class", ""):
                parent.remove(child)
    root.attrib.pop("id", None)
    return root


def _percent(value: float) -> str:
    return f"{value:.0%}"


def _plain(value: float) -> str:
    return f"{value:g}"
