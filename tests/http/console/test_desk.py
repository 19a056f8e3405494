"""What the console's door does to every page: tokens in forms, addresses below a path, refusals in words."""

import html
import re

import pytest

from chalicelib.care import staff
from chalicelib.http.console import desk, places, readers
from chalicelib.http.console.desk import Console
from tests.http.browser import Browser
from tests.http.console.colleagues import Colleague
from tests.http.console.conftest import SignedIn
from tests.http.console.examples import pair
from tests.http.story import Story

FORM = re.compile(r'<form[^>]*method="post"[^>]*>(<input type="hidden" name="csrf" value="([^"]*)">)?')


def test_every_form_that_posts_carries_the_session_s_token(signed_in: SignedIn, story: Story) -> None:
    example = pair(story)[0]
    who, other = signed_in("admin"), signed_in("admin", "Ada")
    for url in ("/people", "/account", "/tasks", "/outbox", f"/people/{example.values['people.id']}"):
        found = FORM.findall(who.get(url).text)
        assert found, url
        assert {token for _, token in found} == {readers.csrf_of(who.token)}, url
    assert readers.csrf_of(who.token) != readers.csrf_of(other.token)


def test_a_form_before_signing_in_needs_none(outsider: Browser) -> None:
    assert FORM.findall(outsider.get("/sign-in").text) == [("", "")]


def test_what_people_write_is_never_taken_for_a_form_or_an_address(signed_in: SignedIn) -> None:
    evil = '<form method="post"> href="/x'
    who = signed_in("admin")
    answer = who.post("/people", {"name": evil, "role": "nothing"})
    assert answer.status == 400
    assert "&lt;form method=&#34;post&#34;&gt; href=&#34;/x" in answer.text


def test_below_a_path_every_address_has_it(
    signed_in: SignedIn, outsider: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on API Gateway, where all of it stands below /api."""
    monkeypatch.setenv("PUBLIC_BASE_URL", "https://abc.execute-api.example/api")
    who = signed_in("admin")
    assert outsider.get("/tasks").header("Location") == "/api/sign-in?next=/tasks"
    assert who.get("/").header("Location") == "/api/overview"
    text = who.get("/people").text
    found = re.findall(r'(?:href|src|action)="([^"]+)"', text)
    assert [place for place in found if place.startswith("/")]
    assert not [place for place in found if place.startswith("/") and not place.startswith("/api/")]
    assert '<a href="/api/people" aria-current="page">' in text


def test_only_what_was_written_in_vain_is_kept_and_only_for_who_is_signed_in(
    signed_in: SignedIn, outsider: Browser
) -> None:
    """It cannot be asked for again; any other page can."""
    who = signed_in("admin")
    for answer, kept in (
        (who.post("/people", {"name": "Ming", "role": "nothing"}), "private, no-cache"),
        (who.post("/people", {"name": "Ming", "role": "rep"}), "no-store"),  # leads on
        (who.get("/people"), "no-store"),
        (outsider.post("/sign-in", {"email": "a@shop.example", "password": "x"}), "no-store"),
        (outsider.post("/people", {"name": "Ming"}), "no-store"),
    ):
        assert answer.header("Cache-Control") == kept, answer.status


def test_what_is_shown_this_once_is_not_kept(signed_in: SignedIn, story: Story) -> None:
    """Whoever has such a link chooses a password, or sees what is a customer's."""
    values = pair(story)[0].values
    who = signed_in("admin")
    for place, link in (
        (f"/people/{values['people.id']}/invite", "/welcome/"),
        (f"/customers/{values['customers.id']}/link", "/l/"),
        ("/calendar-address", "/calendar/"),
    ):
        answer = who.post(place, {"page": "care"})
        assert (answer.status, link in answer.text) == (200, True), place
        assert answer.header("Cache-Control") == "no-store", place


def test_a_form_may_not_be_larger_than_a_form(signed_in: SignedIn) -> None:
    assert signed_in("rep").post("/account/language", {"language": "x" * 300_000}).status == 413


OURS = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"}


def test_what_was_written_outlives_the_session(signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sent without a session it is kept on the page, through signing in, until it is sent on purpose."""
    who = signed_in("admin")
    monkeypatch.setattr("chalicelib.passwords.fits", lambda kept, password: password == "right")
    who.post("/sign-out")
    form = {"name": '王 "小" 明', "role": "rep", "csrf": readers.csrf_of(who.token), "old": "secret"}
    page = who.post("/people", form, **OURS)
    assert page.status == 401
    assert "secret" not in page.text
    fields = hidden(page.text)
    assert fields["place"] == "/people"
    wrong = who.post("/sign-in", {**fields, "email": who.staff.email, "password": "wrong"}, **OURS)
    assert hidden(wrong.text) == fields
    entered = who.post("/sign-in", {**fields, "email": who.staff.email, "password": "right"}, **OURS)
    who.token = entered.header("Set-Cookie").partition("=")[2].partition(";")[0]
    assert not staff.is_known('王 "小" 明')
    assert who.post("/people", hidden(entered.text), **OURS).status == 303
    assert staff.is_known('王 "小" 明')


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.partition("<main")[2])
    return {name: html.unescape(value) for name, value in found}


def test_a_form_of_an_earlier_session_is_sent_by_another_press(signed_in: SignedIn) -> None:
    who = signed_in("admin")
    page = who.post("/people", {"name": "Eve", "role": "rep", "csrf": "0" * 32}, **OURS)
    assert page.status == 403
    assert not staff.is_known("Eve")
    assert hidden(page.text) == {"name": "Eve", "role": "rep", "csrf": readers.csrf_of(who.token)}


def test_what_no_browser_calls_ours_is_not_kept(signed_in: SignedIn) -> None:
    page = signed_in("admin").post("/people", {"name": "Eve", "role": "rep", "csrf": "0" * 32})
    assert (page.status, "Eve" in page.text) == (403, False)


def test_a_token_may_come_in_a_header(signed_in: SignedIn) -> None:
    """As our own modules send it."""
    who = signed_in("rep")
    form = {"csrf": "", "language": "en"}
    assert who.post("/account/language", form).status == 403
    assert who.post("/account/language", form, **{"X-Csrf": readers.csrf_of(who.token)}).status == 303


def test_the_menu_shows_what_lets_one_in(signed_in: SignedIn) -> None:
    def menu(role: str) -> list[str]:
        page = signed_in(role).get("/account").text
        return re.findall(r'<a href="([^"]+)"', page.partition('class="places"')[2].partition("</nav>")[0])

    assert "/people" in menu("admin")
    assert "/people" not in menu("ops")
    assert "/tasks" in menu("rep")
    assert not {"/tasks", "/customers", "/health", "/people"} & set(menu("marketing"))


@pytest.mark.parametrize("role", sorted(desk.EVERYONE))
def test_everybody_begins_somewhere(signed_in: SignedIn, role: str) -> None:
    who = signed_in(role)
    assert who.follow("/").status == 200
    assert places.first_for(role) == who.get("/").header("Location")


def test_a_role_that_is_none_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="no roles"):
        Console("tests.nowhere").page("/nowhere", roles=("boss",))


def test_a_stolen_cookie_name_opens_nothing(outsider: Browser) -> None:
    for cookie in ("aftercare=", "aftercare=x; aftercare=y", "=;;;", "aftercare=\x00", "a" * 5000):
        assert outsider.get("/account", Cookie=cookie).status == 303


def test_two_colleagues_at_once_are_not_mixed_up(signed_in: SignedIn) -> None:
    """One thread serves both, one after the other."""
    one, other = signed_in("rep", "李婷"), signed_in("rep", "小冯")
    for who in (one, other, one):
        page = who.get("/account").text
        assert f"<h1>{who.staff.name}</h1>" in page
    assert "李婷" not in other.post("/people", {"x": "y" * 300_000}).text


def test_scripts_are_our_own_modules_and_nothing_else(browser: Colleague) -> None:
    policy = browser.get("/account").header("Content-Security-Policy")
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert browser.get("/assets/menu.js").header("Content-Type").startswith("text/javascript")
    assert browser.get("/assets/..%2Fstyle.css").status == 404


@pytest.mark.parametrize(("language", "said"), [("en", "There is nothing here"), ("zh-Hans", "这里没有内容")])
def test_an_address_that_is_none_gets_a_page_in_the_reader_s_language(
    signed_in: SignedIn, language: str, said: str
) -> None:
    answer = signed_in("rep", language=language).get("/no/such/place", Accept="text/html,*/*")
    assert answer.status == 404
    assert said in answer.text
    assert 'href="/today"' in answer.text, "with the menu"


@pytest.mark.parametrize(
    ("path", "accept"),
    [("/v1/no/such", "text/html"), ("/v1", "text/html"), ("/hooks", "text/html"), ("/no/such", "*/*")],
)
def test_a_program_gets_a_problem_there(outsider: Browser, path: str, accept: str) -> None:
    answer = outsider.get(path, Accept=accept)
    assert (answer.status, answer.header("Content-Type")) == (404, "application/problem+json")
    assert outsider.head(path).status == 404


@pytest.mark.parametrize(
    ("page", "place"),
    [("/hand-over", "/tasks"), ("/sales/new", "/customers"), ("/meeting", "/complaints"),
     ("/complaints/new", "/complaints"), ("/tasks?rep=x", "/tasks")],
)  # fmt: skip
def test_the_menu_marks_where_one_is(signed_in: SignedIn, page: str, place: str) -> None:
    marked = re.findall(r'<a href="([^"]+)" aria-current="page">', signed_in("admin").get(page).text)
    assert place in marked
    assert len(marked) == 1
