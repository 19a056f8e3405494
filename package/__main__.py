"""Builds dist/deployment.zip and dist/template.json: stage, let Chalice pack, add libraries, trim, press."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from chalicelib import plans
from package import libraries, pressing, schedules, staging, template, texts

LARGEST_MB = 20


def main() -> int:
    if problems := plans.check_all():
        print("\n".join([*problems, "Nothing was packed: mend this first."]), file=sys.stderr)
        return 1
    size = build(staging.ROOT / "dist") / 1e6
    print(
        f"dist/deployment.zip ({size:.1f} MB) and dist/template.json are ready. How to go on: docs/deploy.md"
    )
    if size > LARGEST_MB:
        print(f"The package may have {LARGEST_MB} MB at most: see package/libraries.py.", file=sys.stderr)
    return int(size > LARGEST_MB)


def build(out: Path) -> int:
    """The size of the package in bytes. The same source makes the same bytes."""
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="aftercare-package-") as place:
        project, content = Path(place, "project"), Path(place, "content")
        staging.stage(project)
        drawn = staging.pack(project, content)
        schedules.make_ready(content / "schedules")
        texts.make_ready(content / "templates")
        libraries.add(content)
        pressing.compile_all(content)
        pressing.press(content, out / "deployment.zip")
        (out / "template.json").write_text(template.complete(drawn))
    return (out / "deployment.zip").stat().st_size


if __name__ == "__main__":
    sys.exit(main())
