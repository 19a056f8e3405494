"""What a single cell says before anybody asks what it means."""

import re
import unicodedata

_EMPTY = """
    - -- --- — —— – / \\ . ? ?? 无 無 空 没有 沒有 暂无 暫無 n/a na nil none null #n/a #ref! #value!"""
EMPTY = frozenset(_EMPTY.split())
_SPACES = re.compile(r"[^\S\n]+")
# How some programs keep a sheet from taking a number's noughts away.
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_TRADITIONAL = (
    "單號訂編銷據貨簽約時間購買開發裝鋪機預計戶顧業聯係絡電話動備郵語種區樓盤稱類檔級齡詳細產規數積價總額應實幣導員經師"
    "隊門註條質國別櫃爐熱調濕衛強複復櫥視燈氣體簡粵頂蘭傢製廠報紙費雙層牆紗簾煙淨乾遠這個無沒暫營標賣訊資項將週禮華"
    "碼達設選慣廈棟問負責專廳說塵掃風書妝臺墊腳線膠磚濟眾剛廣東漢確認賬帳牀進錄項務養"
)
_SIMPLIFIED = (
    "单号订编销据货签约时间购买开发装铺机预计户顾业联系络电话动备邮语种区楼盘称类档级龄详细产规数积价总额应实币导员经师"
    "队门注条质国别柜炉热调湿卫强复复橱视灯气体简粤顶兰家制厂报纸费双层墙纱帘烟净干远这个无没暂营标卖讯资项将周礼华"
    "码达设选惯厦栋问负责专厅说尘扫风书妆台垫脚线胶砖济众刚广东汉确认账账床进录项务养"
)
SIMPLER = str.maketrans(_TRADITIONAL, _SIMPLIFIED)


def clean(cell: str) -> str:
    """Full width made plain, spaces joined, and gone what makes a sheet leave a cell alone: an apostrophe
    before it, or `="..."` around it."""
    text = unicodedata.normalize("NFKC", cell).replace("\u200b", "").replace("−", "-").strip()
    kept = text.removeprefix("'").strip()
    wrapped = _TEXT_FORMULA.fullmatch(kept)
    return _SPACES.sub(" ", wrapped[1].strip() if wrapped else kept)


def is_formula(cell: str) -> bool:
    """Whether a formula stands where its result should, such as `=2*5`."""
    return len(text := clean(cell)) > 1 and text[0] == "="


def simple(cell: str) -> str:
    """For looking up words: clean, small letters, traditional characters as simplified ones."""
    return clean(cell).casefold().translate(SIMPLER)


def is_empty(text: str) -> bool:
    """Nothing, or one of the ways in which people write nothing."""
    return not text or text.casefold() in EMPTY


def quoted(cell: str) -> str:
    """A cell as a sentence shows it."""
    return f"“{cell if len(cell) <= 60 else cell[:57] + '...'}”"
