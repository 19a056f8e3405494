"""Which column of a weather file is what, by the names that services and people give them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from chalicelib.errors import Unreadable
from chalicelib.hourly import tables
from chalicelib.hourly.tables import Line, plain

_NAMES = {
    "time": """time datetime date_time timestamp valid local_time time_local dt dt_iso observed_at
        observation_time 时间 時間 日期时间 日期時間 时刻 時刻 观测时间 觀測時間""",
    "date": "date 日期",
    "year": "year yyyy yr 年 年份",
    "month": "month mm mon mo 月 月份",
    "day": "day dd da 日",
    "hour": "hour hh hr 时 時 小时 小時",
    "celsius": """temp temperature temperature_2m t t2m ta tmp tmpc tmpf tempc tempf air_temp air_temperature
        dry_bulb dry_bulb_temperature 气温 氣溫 温度 溫度""",
    "dew": """dew dewp dewpt dwpt dwpc dwpf td dew_point dewpoint dew_point_2m dewpoint_2m dew_temp
        dew_point_temperature dewpoint_temperature 露点 露點 露点温度 露點溫度""",
    "humidity": """rh humi hum humidity relative_humidity relative_humidity_2m relativehumidity_2m rhum relh
        湿度 濕度 相对湿度 相對濕度""",
}
SEPARATORS = ",;\t|"
HEADER_WITHIN = 40
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}
_UNIT = re.compile(r"[(\[]\s*([^)\]]*)\s*[)\]]")
_ENDING = re.compile(r"_(c|degc|deg_c|celsius|f|degf|deg_f|fahrenheit|k|kelvin|pct|percent)$")
_SCALES = {"f": "f", "degf": "f", "deg_f": "f", "fahrenheit": "f", "k": "k", "kelvin": "k"}
_ABSOLUTE_ZERO = 273.15


@dataclass(frozen=True)
class Columns:
    """`places` by field; `scales` of those that are not in °C: f or k. `needed`: the fields without which
    a row is of no use."""

    places: Mapping[str, int]
    scales: Mapping[str, str]

    @cached_property
    def needed(self) -> list[str]:
        return [field for field in ("celsius", "dew", "humidity") if field in self.places]

    def celsius(self, field: str, value: float) -> float:
        scale = self.scales.get(field)
        if not scale:
            return value
        if scale == "f":
            return (value - 32) / 1.8
        return value - _ABSOLUTE_ZERO


def find(name: str, text: str) -> tuple[Columns, Iterator[Line]]:
    """The header, and the rows below it; what stands above it is a title. The separator is the one that
    makes a header of some line: commas may as well be decimal ones."""
    for separator in SEPARATORS:
        lines = tables.lines(name, text, separator)
        if found := _header(lines):
            return found, lines
    seen = " ".join(text.split("\n", 1)[0].split())
    raise Unreadable(
        "{name} has no header that names a time, a temperature and a dew point or humidity; it begins: "
        "{seen}. Call the columns time, temp_c, dew_c and rh.",
        name=name,
        seen=seen[:200],
    )


def _header(lines: Iterator[Line]) -> Columns | None:
    for _, cells in islice(lines, HEADER_WITHIN):
        found = recognise(cells)
        if _is_whole(found):
            return found
    return None


def recognise(cells: Iterable[str]) -> Columns:
    """Of two columns of one name the first counts."""
    places: dict[str, int] = {}
    scales: dict[str, str] = {}
    for place, cell in enumerate(cells):
        field, scale = _field(cell)
        if field and field not in places:
            places[field] = place
            scales[field] = scale
    return Columns(places, scales)


def _field(cell: str) -> tuple[str, str]:
    text = plain(cell)
    unit = _UNIT.search(text)
    name = re.sub(r"[\s.\-/]+", "_", _UNIT.sub("", text).strip()).strip("_")
    ending = _ENDING.search(name)
    bare = _ENDING.sub("", name)
    field = _FIELDS.get(name) or _FIELDS.get(bare, "")
    said = unit[1].strip("°º ") if unit else ending[1] if ending else ""
    if name in ("tmpf", "dwpf", "tempf"):
        said = "f"
    return field, _SCALES.get(said, "")


def _is_whole(found: Columns) -> bool:
    has = found.places.keys()
    timed = "time" in has or "date" in has or {"year", "month", "day", "hour"} <= has
    return timed and "celsius" in has and bool(has & {"dew", "humidity"})
