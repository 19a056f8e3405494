"""The laptop's own pages. Nobody signs in to them, so they open on this machine alone."""

from chalicelib.http.console import customers, health, home, outbox, tasks
from chalicelib.http.console.desk import CONSOLE

__all__ = ["CONSOLE", "customers", "health", "home", "outbox", "tasks"]
