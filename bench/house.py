"""The house numbers, counted as their test counts them."""

import statistics
from typing import Any

from tests.test_house import LONGEST_FILE, LONGEST_FUNCTION, files, functions

MEDIAN, P90 = 6, 20


def row() -> dict[str, Any]:
    lines = sorted(length for _, length in functions())
    files_lines = {str(path): len(path.read_text().splitlines()) for path in files()}
    found = {
        "function_median": statistics.median(lines),
        "function_p90": lines[len(lines) * 9 // 10],
        "longest_function": lines[-1],
        "longest_file": max(files_lines.values()),
    }
    budget = {
        "function_median": MEDIAN,
        "function_p90": P90,
        "longest_function": LONGEST_FUNCTION,
        "longest_file": LONGEST_FILE,
    }
    return {
        "what": "house numbers (lines)",
        "measured": found,
        "budget": budget,
        "ok": all(found[name] <= most for name, most in budget.items()),
        "how": f"{len(lines)} functions in {len(files_lines)} files, as tests/test_house.py counts them",
    }
