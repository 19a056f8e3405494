"""What the program says in the shop's own language, where it is not known who reads: in a task's title."""

from chalicelib import plans
from chalicelib.retold import told


def in_our_language(sentence: str) -> str:
    from chalicelib.words import speaking  # a message that is due should not wait for it

    shop = plans.shop_defaults()
    language = shop.language if shop.language in speaking.LOCALES else "en"
    return speaking.said(language, told(sentence), shop.zone)
