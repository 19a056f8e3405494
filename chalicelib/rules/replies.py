"""What a customer's reply means: stop, start, help, a rating that was asked for, or plain text.

Only a reply that is nothing else counts: "please stop by on Monday" is text, and a person reads it.
"""

import re
from dataclasses import dataclass
from unicodedata import category, normalize

STOP = frozenset(
    {
        # English, as Twilio has it, and what people write besides
        *("stop", "stopall", "stop all", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"),
        *(
            "opt out",
            "stop it",
            "stop texting",
            "stop texting me",
            "stop sending",
            "no more",
            "no more texts",
        ),
        *("no more messages", "remove me", "unsubscribe me", "opt me out", "do not text me", "dont text me"),
        # the short codes of the Chinese trade
        *("td", "t", "n", "r", "tdqx", "qx"),
        # Chinese
        *(
            "退订",
            "退訂",
            "取消订阅",
            "取消訂閱",
            "停止",
            "停止发送",
            "停止發送",
            "拒收",
            "不要再发",
            "不要再發",
        ),
        *(
            "别再发了",
            "別再發了",
            "不要再发了",
            "不要再發了",
            "不再接收",
            "停止接收",
            "回复td退订",
            "退订短信",
        ),
        # Japanese, Korean
        *("停止して", "停止してください", "配信停止", "配信停止希望", "수신거부", "수신 거부", "중지"),
        # European languages
        *("arret", "arrêt", "arrêter", "desabonner", "désabonner", "baja", "parar", "cancelar", "detener"),
        *("stopp", "abmelden", "abbestellen", "annulla", "disiscriviti", "sair", "afmelden", "стоп"),
        # South-East Asia, Arabic
        *("berhenti", "hủy", "huy", "ngừng", "ยกเลิก", "หยุด", "itigil", "توقف", "إيقاف"),
    }
)
START = frozenset(
    {
        *("start", "unstop", "resume", "subscribe", "opt in", "optin"),
        *(
            "恢复",
            "恢復",
            "订阅",
            "訂閱",
            "重新订阅",
            "重新訂閱",
            "恢复订阅",
            "恢復訂閱",
            "開始",
            "开始",
            "再開",
        ),
    }
)
HELP = frozenset({"help", "info", "帮助", "幫助", "幫忙", "ヘルプ", "도움말", "aide", "ayuda", "hilfe"})

COURTESY = frozenset("please pls plz kindly thanks thank you thx now 谢谢 謝謝 请 請".split())  # noqa: SIM905
COURTEOUS = re.compile(r"^(?:请|請|麻烦|麻煩)+|(?:谢谢|謝謝|吧|啊|。)+$")

NUMBERS = {
    word: rating
    for rating, words in enumerate(("one 一 壹", "two 二 两 兩", "three 三", "four 四", "five 五"), start=1)
    for word in words.split()
}
DIGIT = "|".join(("[1-5]", *NUMBERS))
RATING = re.compile(
    rf"({DIGIT})\s*(?:分|星|颗星|顆星|点|點|点です|점|stars?|points?|/\s*5|out of (?:5|five))?[\s.!。~]*"
)
STARS = re.compile(r"([★⭐🌟]{1,5})☆{0,4}")


@dataclass(frozen=True)
class Meaning:
    """`kind` is stop, start, help, rating or text; `rating` is 1 to 5, else 0."""

    kind: str
    rating: int = 0


def understand(text: str, rating_asked: bool) -> Meaning:
    plain = _plain(text)
    words = _words(plain)
    for kind, meant in (("stop", STOP), ("start", START), ("help", HELP)):
        if words in meant:
            return Meaning(kind)
    rating = _rating(plain) if rating_asked else 0
    return Meaning("rating", rating) if rating else Meaning("text")


def _plain(text: str) -> str:
    """One spelling for wide, upper-case and decorated characters, without the invisible ones."""
    spelled = normalize("NFKC", text).casefold()
    return "".join(c for c in spelled if category(c) not in ("Cf", "Me") and c != "\ufe0f").strip()


def _words(plain: str) -> str:
    """Without punctuation and courtesy: what is left when somebody asks politely."""
    whole = plain.replace("'", "").replace("’", "")
    bare = "".join(" " if category(c)[0] in "PS" else c for c in whole)
    said = " ".join(word for word in bare.split() if word not in COURTESY) or bare
    return COURTEOUS.sub("", said).strip()


def _rating(plain: str) -> int:
    if stars := STARS.fullmatch(plain):
        return len(stars[1])
    said = RATING.fullmatch(plain)
    return (NUMBERS.get(said[1]) or int(said[1])) if said else 0
