"""What every kind of touch says about itself."""

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.effects import Effect
from chalicelib.steps import Step


@dataclass(frozen=True)
class Kind:
    """`asks` turns a plan's step into what shall happen when it falls due, in order. `notices`: steps of this
    kind that stand in no plan."""

    name: str
    asks: Callable[[Step], tuple[Effect, ...]]
    notices: tuple[str, ...] = ()
