"""Which country a clock belongs to, where only one goes by it."""

from chalicelib import plans


def country_of(zone: str) -> str:
    rules = plans.countries().items()
    found = {policy.zones[0]: code for code, policy in rules if len(policy.zones) == 1}
    return found.get(zone, "")
