"""The shop in which every documented example is true: on the morning before the fitter comes."""

from typing import Any
from urllib.parse import quote

from chalicelib.care import inbox
from chalicelib.http.api import campaigns_shapes, complaints_shapes, openapi, people, staff
from chalicelib.http.api.serving import API, Operation
from tests.http.api.client import Till, Told
from tests.http.story import Story

MADE_BY = {
    "sales_record": "/v1/sales", "customers_add": "/v1/customers", "staff_add": "/v1/staff",
    "shops_add": "/v1/shops", "complaints_open": "/v1/complaints",
    "campaigns_write": "/v1/campaigns",
}  # fmt: skip

# What cannot stand while something else is still to be made.
LEANS_ON = {"customers_add": "complaints_open"}
CASE = f"/v1/complaints/{complaints_shapes.EXAMPLE_ID}"
KNOWN = {
    "nature": "damp", "degree": "three boards", "scope": "one room", "opinion": "a leak",
    "verified_by": "李婷",
    "verified_what": "moisture 14%", "cause": "no membrane", "at_fault": "yes", "loss_direct": "900",
}  # fmt: skip
VERIFYING = (f"{CASE}/move", {"to": "verifying"})
DECIDING = [VERIFYING, (f"{CASE}/move", {"to": "deciding", "facts": KNOWN})]
ASKED = (f"{CASE}/offers", {"gives": [{"kind": "refund", "amount": "900"}], "ask": True, "by": "李婷"})
OFFERED = [
    *DECIDING,
    (f"{CASE}/offers", {"gives": [{"kind": "apology"}], "below": "保险公司已赔", "by": "李婷"}),
]
AGREED = [*OFFERED, (f"{CASE}/agree", {"evidence": "a recorded call"})]
CAMPAIGN = "/v1/campaigns/autumn-wax"
CHECKED = [(f"{CAMPAIGN}/check", {}), "a tick"]
APPROVED = [*CHECKED, (f"{CAMPAIGN}/approve", {"by": "the boss"})]
GATHERING = {
    **campaigns_shapes.EXAMPLE, "touch": "gathering",
    "place": dict.fromkeys(("zh-Hans", "zh-Hant", "en"), "2 pm, our shop"),
    "words": {
        language: {**said, "task": "{{ place }}"}
        for language, said in campaigns_shapes.EXAMPLE["words"].items()
    },
}  # fmt: skip
COMES = {"region": "hong-kong", "on": "2026-03-20"}
INVITED = [
    ("PATCH", CAMPAIGN, GATHERING),
    *APPROVED,
    (f"{CAMPAIGN}/schedule", {}),
    (f"{CAMPAIGN}/fire", COMES),
]
BEGUN = [*AGREED, "a tick"]
HANDED_IN = (f"{CASE}/hand-in", {"item": "a drawer", "condition": "bent", "back_on": "2026-03-20"})
WENT_OUTSIDE = (f"{CASE}/outside", {"body": "court"})
# Its receiver took it for advertising, so that it waits for a person.
HELD = (
    b"From: Leung <leung@shop.example>\r\nTo: care@shop.example\r\nSubject: The floor creaks\r\n"
    b"Message-ID: <m1@shop.example>\r\nX-SES-Spam-Verdict: FAIL\r\n\r\nSince Monday, by the window.\r\n"
)
# What must have happened, request by request, before an example is true.
BEFORE: dict[str, list[Any]] = {
    "sales_book_again": [("/v1/sales/SO-1001/call-off", {"why": "changed their mind"})],
    "offers_propose": DECIDING,
    "offers_decide": [("/v1/staff", {"name": "陈总", "role": "manager"}), *DECIDING, ASKED],
    "offers_agree": OFFERED,
    "offers_decline": OFFERED,
    "complaints_done": BEGUN,
    "complaints_rate": [*BEGUN, (f"{CASE}/done", {"why": "all dry"})],
    "complaints_reopen": [*BEGUN, (f"{CASE}/done", {"why": "all dry"})],
    "complaints_review": [
        *BEGUN, (f"{CASE}/done", {"why": "all dry"}), (f"{CASE}/rate", {"score": 5}),
    ],
    "items_give_back": [HANDED_IN],
    "attachments_read": ["a file"],
    "told_show": ["a mail"],
    "told_take": ["a mail"],
    "told_dismiss": ["a mail"],
    "outside_paper": [WENT_OUTSIDE],
    "outside_end": [WENT_OUTSIDE],
    "campaigns_approve": CHECKED,
    "campaigns_examples": CHECKED,
    "campaigns_schedule": APPROVED,
    "campaigns_fire": [*APPROVED, (f"{CAMPAIGN}/schedule", {})],
    "campaigns_answered": INVITED,
    "campaigns_resume": [(f"{CAMPAIGN}/pause", {})],
    "complaints_close": [
        VERIFYING, (f"{CASE}/move", {"to": "not_ours", "facts": {"pointed_on": "the maker"}}),
    ],
}  # fmt: skip


def operations() -> list[Operation]:
    return list(API.operations)


def described(of: Operation) -> dict[str, Any]:
    return openapi.document()["paths"][of.path][of.method.lower()]


def example(of: Operation) -> Any:
    """The body that the document shows."""
    content = next(iter(described(of)["requestBody"]["content"].values()))
    return next(iter(content["examples"].values()))["value"]


def address(of: Operation) -> str:
    """The path and the query that the document shows."""
    path, query = of.path, []
    for one in described(of)["parameters"]:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", one["example"])
        elif one["in"] == "query" and "example" in one:
            query.append(f"{one['name']}={quote(one['example'], safe='')}")
    return path + ("?" + "&".join(query) if query else "")


def opened(till: Till, story: Story, but: str = "") -> None:
    """Everything that the examples speak of stands, except for what `but` is to make."""
    by_id = {of.id: of for of in operations()}
    for name, path in MADE_BY.items():
        if name not in (but, LEANS_ON.get(but)):
            told = till.post(path, example(by_id[name]))
            assert told.status < 300, told.answer.text
    if but != "imports_upload":
        ask(till, by_id["imports_upload"])
    story.play(days=17)
    for one in BEFORE.get(but, ()):
        if one == "a tick":
            story.play(minutes=3)
        elif one == "a mail":
            inbox.mailed(HELD, story.now)
        elif one == "a file":
            assert ask(till, by_id["attachments_attach"]).status == 201
        else:
            told = till.post(*one) if len(one) == 2 else till.patch(*one[1:], till.get(one[1]).tag)
            assert told.status < 300, told.answer.text


def sells_more(till: Till, story: Story, days: int = 1) -> None:
    """To other people, with their fitters a month ahead."""
    for number in range(4):
        buyer = {"name": f"Customer {number}", "phones": [f"+8526123460{number}"], "country": "HK"}
        sale = {
            "order": f"SO-9{number}", "customer": buyer, "signed_on": "2026-03-18", "booked_on": "2026-04-20",
            "lines": [{"product": "Oak"}], "rep": "李婷",
        }  # fmt: skip
        assert till.post("/v1/sales", sale).status == 201
    story.play(days=days)


def ask(till: Till, of: Operation, once: str = "") -> Told:
    """The example, with the tag of what stands there where one is wanted."""
    body = example(of) if of.takes else of.shows.encode() if of.file else None
    seen = till.get(address(of)).tag if of.method == "PATCH" else ""
    headers = {name: text for name, text in (("If-Match", seen), ("Idempotency-Key", once)) if text}
    headers |= {"Content-Type": of.file[0]} if of.file else {}
    return till.ask(of.method, address(of), body, **headers)


__all__ = ["address", "ask", "described", "example", "opened", "operations", "people", "sells_more", "staff"]
