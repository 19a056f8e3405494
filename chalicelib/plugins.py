"""Find the plug-ins that sit beside each other in a package."""

import importlib
import pkgutil
from functools import cache
from typing import Any


@cache
def discover(package: str, attribute: str) -> dict[str, Any]:
    """Every module's `attribute` in the package, by the plug-in's own name; `base` is none."""
    home = importlib.import_module(package)
    found: dict[str, Any] = {}
    for info in pkgutil.iter_modules(home.__path__):
        if info.name == "base":
            continue
        plugin = getattr(importlib.import_module(f"{package}.{info.name}"), attribute)
        if plugin.name in found:
            raise LookupError(f"Two plug-ins in {package} are called {plugin.name!r}.")
        found[plugin.name] = plugin
    return found
