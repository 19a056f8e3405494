"""How moist wood becomes in the air around it, and by how much it shrinks or swells.

Moisture is in per cent of the dry wood's weight, widths and gaps in millimetres.
"""

from collections.abc import Mapping

# Shrinkage across the grain, tangential (flat-sawn boards, the worse case), for each per cent of moisture.
# Source: Wood Handbook (USDA Forest Products Laboratory, FPL-GTR), table 13-5; teak and merbau as there.
SHRINKAGE: Mapping[str, float] = {
    "red_oak": 0.00369,
    "white_oak": 0.00365,
    "hickory": 0.00411,
    "beech": 0.00431,
    "walnut": 0.00274,
    "merbau": 0.00158,
    "teak": 0.00186,
}


def equilibrium(celsius: float, humidity: float) -> float:
    """The moisture that wood comes to in this air, in per cent: 0 in dry air, some 29 in saturated.

    Source: Hailwood and Horrobin's equation as fitted to the Wood Handbook's table 4-2 by Simpson (1998,
    FPL-RN-0268); for -1 to 55 °C and 5 to 95 %.
    """
    h = humidity / 100
    w = 349 + 1.29 * celsius + 0.0135 * celsius**2
    k = 0.805 + 0.000736 * celsius - 0.00000273 * celsius**2
    k1 = 6.27 - 0.00938 * celsius - 0.000303 * celsius**2
    k2 = 1.91 + 0.0407 * celsius - 0.000293 * celsius**2
    bound = k1 * k * h
    double = k1 * k2 * k**2 * h**2
    return 1800 / w * (k * h / (1 - k * h) + (bound + 2 * double) / (1 + bound + double))


def gap(species: str, width: float, laid_at: float, now_at: float) -> float:
    """How much narrower a board has become since it was laid at that moisture; below 0: wider.

    Source: Wood Handbook, equation 13-2, good between 6 and 14 % moisture. It overstates engineered
    boards, and floors whose boards hold each other.
    """
    return width * SHRINKAGE[species] * (laid_at - now_at)
