"""What every kind of touch says about itself."""

from collections.abc import Callable
from typing import NamedTuple

from chalicelib.effects import Effect
from chalicelib.steps import Step


class Kind(NamedTuple):
    """`asks` turns a plan's step into what shall happen when it falls due, in order. `notices`: steps of this
    kind that stand in no plan."""

    name: str
    asks: Callable[[Step], tuple[Effect, ...]]
    notices: tuple[str, ...] = ()
