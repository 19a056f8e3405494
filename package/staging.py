"""A copy of the project with what Lambda needs, and Chalice's own packing of it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from chalice.package import YAMLTemplateSerializer

ROOT = Path(__file__).resolve().parent.parent
CONFIG = ROOT / ".chalice" / "config.json"
STAGE = "prod"
# What only a machine of one's own has.
AT_HOME = ("local", "cli", "engine.py", "opening.py", "samples", "simulation.py", "auditing.py")
# Chalice ships `vendor/` at the top of the package, and nothing else beside app.py and chalicelib.
SHIPPED = ("templates", "schedules")


class NotPacked(Exception):
    """Chalice or pip gave up; the sentence holds its last words."""


def stage(project: Path) -> None:
    project.mkdir()
    shutil.copy(ROOT / "app.py", project)
    shutil.copytree(ROOT / "chalicelib", project / "chalicelib", ignore=_left_out)
    for folder in SHIPPED:
        shutil.copytree(ROOT / folder, project / "vendor" / folder)
    (project / ".chalice").mkdir()
    for name in ("config.json", "resources.yaml"):
        shutil.copy(ROOT / ".chalice" / name, project / ".chalice")
    (project / "requirements.txt").touch()  # libraries come later, all of them pinned


def _left_out(folder: str, names: list[str]) -> list[str]:
    at_home = AT_HOME if Path(folder) == ROOT / "chalicelib" else ()
    return [name for name in names if name == "__pycache__" or name in at_home]


def pack(project: Path, content: Path) -> dict[str, Any]:
    """Chalice's package unpacked into `content`; its template, with our resources in it."""
    out = project / "out"
    run(
        [Path(sys.executable).parent / "chalice", "package", "--stage", STAGE, "--merge-template",
         ".chalice/resources.yaml", out], project,
    )  # fmt: skip
    with ZipFile(out / "deployment.zip") as packed:
        packed.extractall(content)
    return YAMLTemplateSerializer().load_template((out / "sam.yaml").read_text())


def run(command: list[Any], place: Path) -> None:
    """Chalice wants a region only to have one; no account is asked."""
    environment = {**os.environ, "AWS_DEFAULT_REGION": "us-east-1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True)
    if done.returncode:
        last = " ".join((done.stderr or done.stdout).strip().splitlines()[-3:])
        raise NotPacked(f"{Path(command[0]).name} {command[1]} failed: {last}")
