"""Words that stand for one of a few things: categories, grades of residence, languages."""

import re

from chalicelib.rules.ledgers.cells import simple

CATEGORIES = {
    "appliance": """
        电器 家电 冰箱 雪柜 冰柜 酒柜 消毒柜 洗衣机 干衣机 烘干机 空调 冷气 冷气机 热水器 油烟机 抽油烟机 电视
        电视机 热水炉 焗炉 煮食炉 除湿机 电饭煲 电饭锅 电扇 取暖器 暖风机
        洗碗机 微波炉 烤箱 蒸箱 燃气灶 煤气炉 灶具 净水器 净水机 吸尘器 扫地机 空气净化器 抽湿机 风扇
        appliance appliances fridge refrigerator freezer washer washing-machine dryer dishwasher oven
        microwave cooktop hob stove range-hood cooker-hood air-conditioner aircon television water-heater
        purifier vacuum dehumidifier""",
    "furniture": """
        家具 家俱 沙发 梳化 床 床垫 床褥 衣柜 书柜 橱柜 鞋柜 电视柜 柜 餐桌 书桌 茶几 桌 椅 凳 书架 梳妆台
        餐台 书台 餐枱 书枱
        furniture sofa couch bed mattress wardrobe cabinet cupboard bookcase bookshelf table desk chair stool
        dresser nightstand sideboard recliner ottoman armchair""",
    "flooring": """
        地板 木地板 强化 复合 实木 石塑 踢脚线 脚线 地胶 地毯 橡木 柚木 地砖
        flooring floor floors laminate parquet hardwood engineered spc lvt vinyl plank planks oak teak
        underlay skirting carpet""",
}
GRADES = {
    "luxury": "豪宅 别墅 顶级 超豪 奢华 顶豪 luxury villa premium mansion luxurious",
    "high": "高档 高端 高级 高 high highend upscale upmarket",
    "middle": "中档 中端 中高档 中级 中等 中 middle mid medium midrange standard moderate",
    "ordinary": """
        普通 一般 低档 经济 经济型 大众 刚需 公屋 居屋 低
        ordinary basic low economy regular affordable public hdb""",
}
LANGUAGES = {
    "zh-Hant": "繁体 繁中 繁体中文 粤语 广东话 国语 zh-hant zh-hk zh-tw zh_hk zh_tw cantonese traditional",
    "zh-Hans": """
        中文 简体 简中 简体中文 普通话 汉语 中
        zh zh-hans zh-cn zh_cn cn chinese mandarin simplified putonghua""",
    "en": "英文 英语 英 en en-us en-gb en_us en_gb eng english",
}


def _by_word(table: dict[str, str]) -> dict[str, str]:
    return {word: label for label, words in table.items() for word in words.split()}


_GRADE, _LANGUAGE = _by_word(GRADES), _by_word(LANGUAGES)
# The longer word says more: a TV stand is furniture though it begins with a television.
_PRODUCTS = sorted(_by_word(CATEGORIES).items(), key=lambda entry: -len(entry[0]))
_PATTERNS = [
    (re.compile(rf"(?<![a-z]){word.replace('-', '[ -]?')}s?(?![a-z])" if word.isascii() else word), label)
    for word, label in _PRODUCTS
]


def category(column: str, *products: str) -> str:
    """From the category column if its words are known, else from the product's; nothing if neither are."""
    for text in (column, " ".join(products)):
        if found := _category(simple(text)):
            return found
    return ""


def _category(text: str) -> str:
    if text in CATEGORIES:
        return text
    return next((label for pattern, label in _PATTERNS if pattern.search(text)), "")


def grade(cell: str) -> str:
    text = re.sub(r"[\s-]|小区|楼盘|住宅|屋苑|estate$", "", simple(cell))
    return _GRADE.get(text, "")


def language(cell: str) -> str:
    text = simple(cell)
    return _LANGUAGE.get(text) or _LANGUAGE.get(re.sub(r"[ (].*", "", text), "")
