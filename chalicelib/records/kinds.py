"""What kind a row is of. A cold start imports those alone that it works with; whoever meets a row of another
kind has them all imported then."""

import importlib
from functools import cache

from pynamodb.attributes import DiscriminatorAttribute

from chalicelib import records


class KindAttribute(DiscriminatorAttribute):
    def deserialize(self, value: str) -> type:
        if value not in self._discriminator_map:
            import_all()
        return super().deserialize(value)


@cache
def import_all() -> None:
    """For a scan, which takes no row but of the kinds that are known by then."""
    import pkgutil  # seldom

    for info in pkgutil.iter_modules(records.__path__):
        importlib.import_module(f"{records.__name__}.{info.name}")
