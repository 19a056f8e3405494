"""File the customer by spend, residence, estate and neighbours (F1-28)."""

from chalicelib.effects import Classify
from chalicelib.touchpoints.base import Kind

KIND = Kind("classification", lambda step: (Classify(),))
