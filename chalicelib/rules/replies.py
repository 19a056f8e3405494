"""What a customer's reply means: stop, start, help, a rating that was asked for, a complaint, or plain text.

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
            "reply stop",
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
            "别发了",
            "別發了",
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
# What our own ending says, written back as it stands: 退订回T, 回T, TD退订.
ECHO = re.compile(
    r"(?:(?:退[订訂]|拒收|取消)\s*)?(?:回[复復覆]?|答)\s*(?:td|t|n|r|qx|stop)(?:\s*退[订訂])?|(?:td|t|n|r|qx)\s*退[订訂]"
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


# What a customer demands is a complaint however it is put; what is wrong with the goods, unless it is asked.
DEMAND = re.compile(
    r"\bcomplain|\brefund|\bmoney back\b|\bcompensat|\bunacceptable\b|\bdisgust|"
    r"投诉|投訴|退货|退貨|退款|退钱|退錢|赔偿|賠償|赔钱|賠錢|讨说法|討說法"
)
FAULT = re.compile(
    r"\bbroken\b|\bbroke\b|\bdamaged?\b|\bcrack(?:s|ed|ing)?\b|\bleak(?:s|ed|ing)?\b|\bmou?ldy\b|\bdefect|"
    r"\bfaulty\b|\bcreak(?:s|ing)\b|\bwarped?\b|\bcame (?:loose|off)\b|"
    r"\b(?:not|n[’']?t) (?:happy|satisfied|work)|"
    r"\bstopped working\b|\b(?:unhappy|dissatisfied|terrible|appalling)\b|"
    r"质量问题|質量問題|质量太差|質量太差|质量差|質量差|[坏壞][了掉]|裂[了开開缝縫]|[开開]裂|起[拱鼓翘翹皮泡]|[漏渗滲]水|"
    r"[发發]霉|[变變]形|[脱脫]落|[松鬆][动動]|[异異]响|[异異]響|破[了损損]|[响響](?:得|個不停|个不停|了)|不[满滿]意?|太差|骗人|騙人|"
    r"没人[来管]|沒人[來管]"
)
NO_COMPLAINT = re.compile(
    r"\b(?:no|not|never|without|nothing|isn['’]?t|don['’]?t|doesn['’]?t|wasn['’]?t)(?: \w+){0,2} "
    r"(?:complain\w*|broken?|damaged?|crack\w*|leak\w*|mou?ldy|defect\w*|faulty|creak\w*|warped?|refund\w*)|"
    r"(?:没有?|沒有?|不是|不会|不會|不用|不要|不想|并未|未|无|無)(?:什么|什麼|任何|再)?"
    r"(?:投诉|投訴|退货|退貨|退款|赔偿|賠償|质量问题|質量問題|[开開]裂|起[拱鼓翘翹皮泡]|"
    r"[漏渗滲]水|[发發]霉|[变變]形|[脱脫]落|[松鬆][动動]|[异異][响響]|不[满滿]意?)"
)
SENTENCE = re.compile(r"[^.!。！;；\n?]+\?*")
QUESTION = re.compile(
    r"[?？]|[吗嗎呢]\s*$|怎么防|怎麼防|如何|会不会|會不會|[万萬]一|如果|\bif\b|\bhow (?:do|can|to)\b"
)


@dataclass(frozen=True)
class Meaning:
    """`kind` is stop, start, help, rating, complaint or text; `rating` is 1 to 5, else 0."""

    kind: str
    rating: int = 0


def understand(text: str, rating_asked: bool) -> Meaning:
    plain = _plain(text)
    words = _words(plain)
    for kind, meant in (("stop", STOP), ("start", START), ("help", HELP)):
        if words in meant or (kind == "stop" and ECHO.fullmatch(words)):
            return Meaning(kind)
    rating = _rating(plain) if rating_asked else 0
    if rating:
        return Meaning("rating", rating)
    return Meaning("complaint" if complains(plain) else "text")


def complains(plain: str) -> bool:
    """Only what is plainly one: whoever merely asks, or says that nothing is wrong, is read by a person."""
    said = NO_COMPLAINT.sub(" ", plain.casefold())
    return bool(DEMAND.search(said)) or any(
        FAULT.search(sentence) and not QUESTION.search(sentence) for sentence in SENTENCE.findall(said)
    )


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
