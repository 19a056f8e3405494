"""When a season comes round: on a day of the year, a weekday, once, or with a festival of the moon or sun."""

from chalicelib.rules.occasions.dates import Coming, Occasion, coming
from chalicelib.rules.occasions.days import Once, Weekday, Yearly
from chalicelib.rules.occasions.festivals import NAMES, Festival

__all__ = ["NAMES", "Coming", "Festival", "Occasion", "Once", "Weekday", "Yearly", "coming"]
