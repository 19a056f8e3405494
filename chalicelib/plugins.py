"""Find the plug-ins that sit beside each other in a package."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any


@cache
def discover(package: str, attribute: str) -> Mapping[str, Any]:
    """Every module's `attribute` in the package, by the module's name; `base` is none."""
    return _Plugins(package, attribute)


class _Plugins(Mapping[str, Any]):
    """Each is imported when it is first asked for: a cold start that sends one SMS needs one channel."""

    def __init__(self, package: str, attribute: str) -> None:
        home = importlib.import_module(package)
        names = [info.name for info in pkgutil.iter_modules(home.__path__) if info.name != "base"]
        self._package, self._attribute = package, attribute
        self._found: dict[str, Any] = dict.fromkeys(names)

    def __getitem__(self, name: str) -> Any:
        if self._found[name] is None:
            self._found[name] = self._plugin(name)
        return self._found[name]

    def _plugin(self, name: str) -> Any:
        plugin = getattr(importlib.import_module(f"{self._package}.{name}"), self._attribute)
        if plugin.name != name:
            raise LookupError(
                f"The plug-in in {self._package}/{name} is called {plugin.name!r}; call it {name!r}."
            )
        return plugin

    def __contains__(self, name: object) -> bool:
        return name in self._found

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)
