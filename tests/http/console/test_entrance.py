"""Getting in: the first admin's link, invitations, passwords, sessions, and how each of them ends."""

import re
from datetime import timedelta

import pytest

from chalicelib import passwords
from chalicelib.care import accounts, staff
from chalicelib.http.console import readers
from chalicelib.records.accounts import Session, Ticket
from chalicelib.records.staff import Staff
from tests.http.browser import Answer, Browser
from tests.http.console import colleagues
from tests.http.console.conftest import SignedIn
from tests.http.story import Story

GOOD = "four words that nobody knows"
AWAY = {"Host": "care.example", "X-Forwarded-Proto": "https"}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real hash, with less work, for strangers as well: a test run is no attacker."""
    from argon2 import PasswordHasher

    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", lambda: hasher)
    monkeypatch.setattr(passwords, "NOBODYS", hasher.hash("nobody has it"))


def cookie(answer: Answer) -> str:
    return answer.header("Set-Cookie").split(";")[0]


def inside(browser: Browser, held: str) -> bool:
    return browser.get("/account", Cookie=held).status == 200


def choose(browser: Browser, token: str, headers: dict[str, str] | None = None, **form: str) -> Answer:
    given = {"name": "Winnie", "email": "winnie@shop.example", "password": GOOD, **form}
    return browser.post(f"/welcome/{token}", given, **(headers or {}))


def test_the_first_link_makes_an_admin_who_is_in(story: Story, outsider: Browser) -> None:
    token = accounts.first(story.now)
    assert outsider.get(f"/welcome/{token}").status == 200
    answer = choose(outsider, token)
    assert (answer.status, answer.header("Location")) == (303, "/")
    assert staff.get("Winnie").role == "admin"
    assert inside(outsider, cookie(answer))


def test_the_first_admin_may_stand_on_the_list_already(story: Story, outsider: Browser) -> None:
    staff.record("何经理", {"role": "manager", "phone": "+8613000099001"})
    choose(outsider, accounts.first(story.now), name="何经理")
    found = staff.get("何经理")
    assert (found.role, found.phone) == ("admin", "+8613000099001")


def test_once_there_is_an_admin_no_first_link_opens_anything(story: Story, outsider: Browser) -> None:
    one, other = accounts.first(story.now), accounts.first(story.now)
    assert choose(outsider, one).status == 303
    assert choose(outsider, other, name="Eve", email="eve@shop.example").status == 404
    assert not staff.is_known("Eve")


def test_a_link_opens_once_and_not_for_ever(story: Story, outsider: Browser) -> None:
    who = staff.record("阿敏", {"role": "rep"})
    colleagues.employ("admin")
    used, late = accounts.invite(who, story.now), ""
    assert choose(outsider, used).status == 303
    again = choose(outsider, used, {"Accept-Language": "en"})
    assert again.status == 410
    for page in (again.text, outsider.get(f"/welcome/{used}", **{"Accept-Language": "en"}).text):
        assert "This link has been used" in page
        assert 'href="/sign-in"' in page
    late = accounts.invite(who, story.now)
    story.now += accounts.LIVES[accounts.INVITATION]
    page = outsider.get(f"/welcome/{late}", **{"Accept-Language": "en"})
    assert (page.status, "Ask an admin of your shop for a new invitation" in page.text) == (404, True)


def test_a_new_invitation_makes_the_old_one_void(story: Story, outsider: Browser) -> None:
    who = staff.record("阿敏", {"role": "rep"})
    old = accounts.invite(who, story.now)
    new = accounts.invite(who, story.now)
    assert outsider.get(f"/welcome/{old}").status == 404
    assert outsider.get(f"/welcome/{new}").status == 200


def test_looking_at_a_link_spends_nothing(story: Story, outsider: Browser) -> None:
    token = accounts.invite(staff.record("阿敏", {"role": "rep"}), story.now)
    assert [outsider.get(f"/welcome/{token}").status for _ in range(3)] == [200, 200, 200]
    assert choose(outsider, token).status == 303


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"password": "short"}, "at least 10"), ({"password": "winnie@shop.example"}, "could guess"),
     ({"password": "aaaaaaaaaaaa"}, "could guess"), ({"password": "1234567890"}, "could guess"),
     ({"password": "Password123"}, "could guess"), ({"password": "qwertyuiop"}, "could guess"),
     ({"password": "一二三四五六七八九十"}, "could guess"), ({"password": "winnie1234"}, "could guess"),
     ({"email": "nowhere"}, "mail address"),
     ({"name": " "}, "colleagues call you")],
)  # fmt: skip
def test_a_form_that_is_wrong_says_what_and_keeps_the_rest(
    story: Story, outsider: Browser, wrong: dict[str, str], said: str
) -> None:
    outsider.language = "en"
    answer = choose(outsider, accounts.first(story.now), **wrong)
    assert answer.status == 400
    assert said in answer.text
    assert wrong.get("email", "winnie@shop.example") in answer.text
    assert GOOD not in answer.text
    assert not accounts.is_anybody()


def test_one_mail_address_opens_one_account(story: Story, outsider: Browser) -> None:
    choose(outsider, accounts.first(story.now))
    token = accounts.invite(staff.record("阿敏", {"role": "rep"}), story.now)
    assert choose(outsider, token, email="Winnie@shop.example").status == 409
    assert staff.get("阿敏").email == ""
    assert choose(outsider, token, email="min@shop.example").status == 303


def enter(browser: Browser, email: str, password: str = GOOD, **more: str) -> Answer:
    return browser.post("/sign-in", {"email": email, "password": password, **more})


def test_signing_in_leads_to_where_one_wanted_to_go(story: Story, outsider: Browser) -> None:
    choose(outsider, accounts.first(story.now))
    sent = outsider.get("/tasks?rep=x")
    assert sent.header("Location") == "/sign-in?next=/tasks%3Frep%3Dx"
    assert 'value="/tasks?rep=x"' in outsider.get(sent.header("Location")).text
    answer = enter(outsider, " WINNIE@shop.example", next="/tasks?rep=x")
    assert (answer.status, answer.header("Location")) == (303, "/tasks?rep=x")
    assert enter(outsider, "winnie@shop.example", next="//evil.example/").header("Location") == "/"


def test_a_wrong_password_and_a_stranger_look_the_same(story: Story, outsider: Browser) -> None:
    choose(outsider, accounts.first(story.now))
    wrong, stranger = enter(outsider, "winnie@shop.example", "wrong"), enter(outsider, "eve@shop.example")
    assert (wrong.status, stranger.status) == (401, 401)
    assert wrong.text.replace("winnie", "eve") == stranger.text
    assert not wrong.header("Set-Cookie")


def test_a_stranger_s_password_is_hashed_as_long(monkeypatch: pytest.MonkeyPatch, story: Story) -> None:
    monkeypatch.undo()
    assert not passwords.fits("", "whatever it is")
    assert passwords.NOBODYS.split("$")[3] == passwords.hashed(GOOD).split("$")[3]


def test_whoever_guesses_waits_and_the_colleague_beside_does_not(story: Story, outsider: Browser) -> None:
    choose(outsider, accounts.first(story.now))
    tries = [enter(outsider, "winnie@shop.example", f"guess {n}").status for n in range(12)]
    assert tries == [401] * 10 + [429] * 2
    assert enter(outsider, "winnie@shop.example").status == 429
    assert enter(outsider, "min@shop.example").status == 401
    story.now += timedelta(minutes=2)
    assert enter(outsider, "winnie@shop.example").status == 303


def test_whoever_must_wait_keeps_the_form_and_is_shown_the_way_to_a_new_password(
    story: Story, outsider: Browser
) -> None:
    form = {"email": "winnie@shop.example", "password": "guess", "next": "/tasks"}
    answers = [outsider.post("/sign-in", form, **{"Accept-Language": "en"}) for _ in range(11)]
    last = answers[-1]
    assert last.status == 429
    assert "Try again in a minute" in last.text
    assert 'value="winnie@shop.example"' in last.text
    assert 'value="/tasks"' in last.text
    assert "guess" not in last.text
    assert 'href="/forgotten?email=winnie%40shop.example"' in last.text
    assert 0 < int(last.header("Retry-After")) <= 60
    kept = {**form, "place": "/tasks/c1.k1/finish", "packed": "note=rang+twice"}
    again = outsider.post("/sign-in", kept, **{"Accept-Language": "zh-HK"})
    assert (again.status, "嘗試次數過多" in again.text, "rang+twice" in again.text) == (429, True, True)


def test_one_address_does_not_try_everybody(story: Story, outsider: Browser) -> None:
    tries = [enter(outsider, f"p{n}@shop.example").status for n in range(45)]
    assert tries.count(429) == 5


def test_the_cookie_is_for_our_pages_alone(story: Story, outsider: Browser) -> None:
    choose(outsider, accounts.first(story.now))
    here = enter(outsider, "winnie@shop.example").header("Set-Cookie")
    assert re.fullmatch(
        r"aftercare=s[a-z2-7]{13}\.[\w-]{32}; Path=/; Max-Age=1209600; HttpOnly; SameSite=Lax", here
    )
    form = b"email=winnie%40shop.example&password=four+words+that+nobody+knows"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    away = outsider.ask("POST", "/sign-in", form, **kind, **AWAY).header("Set-Cookie")
    assert away.startswith("__Host-aftercare=")
    assert away.endswith("; HttpOnly; SameSite=Lax; Secure")


def test_the_table_keeps_no_token(story: Story, signed_in: SignedIn) -> None:
    who = signed_in("admin")
    token = accounts.first(story.now)
    kept = str(story.memory.items())
    assert who.token not in kept
    assert token not in kept


def test_a_token_says_whose_it_is_and_the_session_must_agree(signed_in: SignedIn, outsider: Browser) -> None:
    who, other = signed_in("rep"), signed_in("admin")
    _mine, _, secret = who.token.partition(".")
    for token in (f"{other.staff.id}.{secret}", f".{secret}", secret, "x" * 3000 + f".{secret}"):
        assert not inside(outsider, f"{readers.PLAIN}={token}")
    # Even if the same words stood for a session of somebody else's.
    forged = f"{other.staff.id}.{secret}"
    row = Session.find(*Session.at(who.token))
    assert row
    row.pk, row.sk = Session.at(forged)
    row.save()
    assert not inside(outsider, f"{readers.PLAIN}={forged}")


def test_signing_out_ends_this_session_alone(story: Story, signed_in: SignedIn, outsider: Browser) -> None:
    who = signed_in("rep")
    other = colleagues.begin(who.staff)
    answer = who.post("/sign-out")
    assert "Max-Age=0" in answer.header("Set-Cookie")
    assert answer.header("Clear-Site-Data") == '"cache"'
    assert who.get("/account").status == 303
    assert inside(outsider, f"{readers.PLAIN}={other}")


def test_whoever_comes_in_finds_nothing_that_the_browser_kept(story: Story, outsider: Browser) -> None:
    """The one before may have closed the window, or been away until the session ended."""
    entered = choose(outsider, accounts.first(story.now))
    form = {"email": "winnie@shop.example", "password": GOOD}
    again = {**form, "place": "/people", "packed": "name=Eve"}
    for answer in (entered, outsider.post("/sign-in", form), outsider.post("/sign-in", again)):
        assert inside(outsider, cookie(answer))
        assert answer.header("Clear-Site-Data") == '"cache"'
    assert not outsider.post("/sign-in", {**form, "password": "x"}).header("Clear-Site-Data")


def test_signing_out_everywhere_ends_all(story: Story, signed_in: SignedIn, outsider: Browser) -> None:
    who = signed_in("rep")
    other = colleagues.begin(who.staff)
    assert who.post("/account/sign-out-everywhere").status == 303
    assert not inside(outsider, f"{readers.PLAIN}={other}")
    assert who.get("/account").status == 303


def test_another_role_ends_the_sessions_however_it_came(story: Story, signed_in: SignedIn) -> None:
    who = signed_in("admin")
    staff.record(who.staff.name, {"role": "rep"})
    assert who.get("/people").status == 303


def test_a_session_ends_by_itself(story: Story, signed_in: SignedIn) -> None:
    who = signed_in("rep")
    account = accounts.of(who.staff)
    assert account
    who.token = accounts.begin(account, story.now)
    story.now += accounts.SESSION_LIVES - timedelta(seconds=1)
    assert who.get("/account").status == 200
    story.now += timedelta(seconds=1)
    assert who.get("/account").status == 303
    story.play(minutes=5)
    assert Session.find(*Session.at(who.token)) is None


def test_an_expired_link_is_forgotten(story: Story) -> None:
    token = accounts.first(story.now)
    story.play(days=2)
    assert Ticket.find(*Ticket.at(token)) is None


def test_whoever_has_left_is_out_and_stays_out(story: Story, signed_in: SignedIn, outsider: Browser) -> None:
    admin, who = signed_in("admin"), signed_in("rep")
    reset = accounts.reset(who.staff.email, story.now)
    assert admin.post(f"/people/{who.staff.id}/left").status == 303
    assert who.get("/account").status == 303
    assert reset
    assert outsider.get(f"/welcome/{reset[1]}").status == 404
    assert admin.post(f"/people/{who.staff.id}/invite").status == 409
    admin.post(f"/people/{who.staff.id}/back")
    assert admin.post(f"/people/{who.staff.id}/invite").status == 200


def test_a_forgotten_password_is_chosen_anew_by_mail(
    story: Story, signed_in: SignedIn, outsider: Browser
) -> None:
    who = signed_in("rep")
    strangers = outsider.post("/forgotten", {"email": "eve@shop.example"}).text
    answer = outsider.post("/forgotten", {"email": who.staff.email})
    assert answer.text == strangers
    story.play(minutes=2)
    link = sent_link(story, who.staff)
    chosen = choose(outsider, link, email=who.staff.email)
    assert chosen.status == 303
    assert who.get("/account").status == 303
    assert enter(outsider, who.staff.email).status == 303


def sent_link(story: Story, who: Staff) -> str:
    bodies = [item["text"]["S"] for item in story.memory.items() if item["kind"]["S"] == "rendered"]
    found = [re.search(r"/welcome/([\w-]{32})", body) for body in bodies]
    (match,) = [one for one in found if one]
    return match[1]


def test_a_mailbox_is_not_filled_by_others(story: Story, signed_in: SignedIn, outsider: Browser) -> None:
    who = signed_in("rep")
    asked = [outsider.post("/forgotten", {"email": who.staff.email}).status for _ in range(5)]
    assert asked == [200, 200, 200, 429, 429]


def test_no_link_goes_to_an_address_that_was_put_in_later(story: Story, signed_in: SignedIn) -> None:
    who = signed_in("admin")
    staff.record(who.staff.name, {"email": "eve@shop.example"})
    assert accounts.reset(who.staff.email, story.now) is None
    assert accounts.reset("eve@shop.example", story.now) is None


def test_a_password_is_changed_by_who_knows_it(story: Story, outsider: Browser) -> None:
    held = cookie(choose(outsider, accounts.first(story.now)))
    browser = Browser(outsider.gateway, language="en", headers={"Cookie": held})
    csrf = readers.csrf_of(held.partition("=")[2])
    form = {"csrf": csrf, "old": "not this one", "new": "another four good words"}
    assert "not your present password" in browser.post("/account/password", form).text
    answer = browser.post("/account/password", {**form, "old": GOOD})
    assert answer.status == 303
    assert not inside(outsider, held)
    assert inside(outsider, cookie(answer))
    assert enter(outsider, "winnie@shop.example").status == 401
    assert enter(outsider, "winnie@shop.example", form["new"]).status == 303


def test_one_s_own_language_goes_before_the_browser_s(signed_in: SignedIn) -> None:
    who = signed_in("rep")
    assert '<html lang="en">' in who.get("/account", **{"Accept-Language": "en"}).text
    assert who.post("/account/language", {"language": "zh-Hant"}).status == 303
    assert '<html lang="zh-Hant">' in who.get("/account", **{"Accept-Language": "en"}).text
    assert who.post("/account/language", {"language": "klingon"}).status == 400


def test_a_link_in_the_outbox_is_an_admin_s_to_read(
    story: Story, signed_in: SignedIn, outsider: Browser
) -> None:
    who, ops, admin = signed_in("rep"), signed_in("ops"), signed_in("admin")
    outsider.post("/forgotten", {"email": who.staff.email})
    story.play(minutes=2)
    token = sent_link(story, who.staff)
    assert token in admin.get("/outbox").text
    assert token not in ops.get("/outbox").text
    (mail,) = re.findall(r'src="(/outbox/[^"]*/mail)"', admin.get("/outbox").text)
    assert token in admin.get(mail).text
    assert ops.get(mail).status == 404
