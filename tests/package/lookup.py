"""Run in a process that sees the unpacked package (its one argument) and the standard library alone: names
every module of ours that cannot be loaded, and every library that a later import would not find."""

import ast
import importlib
import sys
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

SERVICES = ("dynamodb", "s3", "sesv2", "sqs", "ssm")


def main(content: Path) -> None:
    sys.path.insert(0, str(content))
    sources = [content / "app.py", *sorted((content / "chalicelib").rglob("*.py"))]
    for source in sources:
        _load(_module(source.relative_to(content)))
    for source in sources:
        for name in _imported(source):
            _find(name, source.relative_to(content))
    for service in SERVICES:
        _call(service)
    _work()
    print("all there")


def _module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def _load(module: str) -> None:
    try:
        importlib.import_module(module)
    except ImportError as error:
        print(f"{module}: {error}")


def _imported(source: Path) -> Iterator[str]:
    """Also within functions."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _call(service: str) -> None:
    """A client of each service that the program calls can be made of what was left of its description."""
    from botocore.session import get_session

    try:
        keys = {"aws_access_key_id": "x", "aws_secret_access_key": "x"}
        get_session().create_client(service, region_name="us-east-1", **keys)
    except Exception as error:
        print(f"{service}: {type(error).__name__} {error}")


def _find(name: str, source: Path) -> None:
    try:
        importlib.import_module(name)
    except ImportError as error:
        print(f"{source} would want {name}: {error}")


def _work() -> None:
    """What reads data files of its own, or has a part that is no Python, does what it is there for."""
    from chalicelib import passwords, plans
    from chalicelib.plans import source
    from chalicelib.words import speaking

    for language in speaking.LOCALES:
        speaking.short_day(language, date(2026, 3, 2))
        speaking.money(language, Decimal("12.5"), "HKD")
        speaking.catalogue(language)
    if date(2026, 10, 1) not in plans.complaints().calendar.public:
        print("nobody knows of a holiday")
    jobs = source.SCHEDULES / "jobs.yaml"
    if source.parsed(jobs) != source.read(jobs).values:
        print("YAML is not read as it was when it was packed")
    if not passwords.fits(passwords.hashed("four good words"), "four good words"):
        print("a password does not fit its own hash")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
