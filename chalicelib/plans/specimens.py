"""Invented values to try words with: as long as they come, and with all left out that may be."""

from chalicelib.policies import ShopDefaults

_NAMES = {"zh-Hans": "欧阳慧敏女士", "zh-Hant": "歐陽慧敏女士", "en": "Ms Alexandra Featherstonehaugh"}
_GOODS = {
    "zh-Hans": "实木复合地板和石塑锁扣地板",
    "zh-Hant": "實木複合地板及石塑鎖扣地板",
    "en": "engineered oak boards and stone-polymer planks",
}
_GIFTS = {
    "zh-Hans": "迎宾红脚垫和糖果礼包",
    "zh-Hant": "迎賓紅腳墊及糖果禮包",
    "en": "red door mat and sweets",
}
_DAYS = {"zh-Hans": "2026年11月22日", "zh-Hant": "2026年11月22日", "en": "22 September 2026"}
_VISITS = {"zh-Hans": "11月22日（周日）", "zh-Hant": "11月22日（星期日）", "en": "Wednesday 30 September"}
_NEVER_EMPTY = ("shop_name", "shop_phone", "products", "order_number", "years", "can_reply")


def longest(language: str, shop: ShopDefaults) -> dict[str, str | int]:
    """Every value filled in. A language without specimens of its own is tried with English ones."""
    name, day = _of(_NAMES, language), _of(_DAYS, language)
    return {
        "shop_name": shop.name.get(language, shop.name[shop.language]),
        "shop_phone": shop.phone,
        "customer_name": name,
        "products": _of(_GOODS, language),
        "order_number": "XS260300000-001",
        "rep_name": name,
        "rep_phone": "+86 130 0010 0000",
        "fitter_name": name,
        "visit_on": _of(_VISITS, language),
        "signed_on": day,
        "gift_name": _of(_GIFTS, language),
        "years": 12,
        "link": "https://aftercare.example.com/l/abcdefghijkl",
        "can_reply": 0,
        "unsubscribe_url": "https://aftercare.example.com/l/mnopqrstuvwx",
        "care_url": "https://aftercare.example.com/l/abcdefghijmn",
        "preferences_url": "https://aftercare.example.com/l/abcdefghijop",
        "do": "call",
    }


def shortest(language: str, shop: ShopDefaults) -> dict[str, str | int]:
    """Whatever may be empty is empty."""
    full = longest(language, shop) | {"years": 1}
    return {name: value if name in _NEVER_EMPTY else "" for name, value in full.items()}


def _of(texts: dict[str, str], language: str) -> str:
    return texts.get(language, texts["en"])
