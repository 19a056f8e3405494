"""Moist air: what it holds, and at which temperature it lets go of it.

Temperatures in °C, pressures of water vapour in hPa, relative humidity in per cent, water in g/m³. Over
water, also below freezing (no frost point), as weather services give it.

Source: the Magnus formula with the constants of the WMO's guide no. 8 (Sonntag 1990), for -45 to 60 °C.
"""

from math import exp, log

KELVIN = 273.15
A, B, C = 17.62, 243.12, 6.112
GRAMS = 216.7  # 100 / the gas constant of water vapour, for hPa and g/m³


def saturation(celsius: float) -> float:
    """The most vapour that air of this temperature holds, in hPa."""
    return C * exp(A * celsius / (B + celsius))


def dew_point(celsius: float, humidity: float) -> float:
    """The temperature below which this air wets a surface. `humidity` above 0, at most 100."""
    part = log(humidity / 100) + A * celsius / (B + celsius)
    return B * part / (A - part)


def humidity_at(celsius: float, dew: float) -> float:
    """Relative humidity of air with this dew point where it is brought to `celsius`; at most 100."""
    return min(100.0, 100 * saturation(dew) / saturation(celsius))


def water(celsius: float, dew: float) -> float:
    """Grams of water in a cubic metre of this air."""
    return GRAMS * saturation(dew) / (KELVIN + celsius)


def humidity_of(celsius: float, grams: float) -> float:
    """Relative humidity of air that holds so many grams a cubic metre; 0 to 100."""
    vapour = grams * (KELVIN + celsius) / GRAMS
    return max(0.0, min(100.0, 100 * vapour / saturation(celsius)))
