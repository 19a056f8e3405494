"""`staff invite`: the way in for colleagues, and on AWS for the first admin."""

from chalicelib.care import accounts, staff
from tests.cli.conftest import Terminal
from tests.journeys.world import World

GOOD = "four words that nobody knows"


def test_an_invitation_makes_an_admin_where_nobody_was(terminal: Terminal, world: World) -> None:
    made = terminal.json("staff", "invite", "Winnie", "--role", "admin")
    assert made["link"].startswith("http://localhost:8000/welcome/")
    assert staff.get("Winnie").role == "admin"
    token = made["link"].rpartition("/")[2]
    account = accounts.accept(token, "", "winnie@shop.example", GOOD, world.now)
    assert accounts.is_anybody()
    assert accounts.who(accounts.begin(account, world.now), world.now)


def test_an_invitation_leaves_the_rest_as_it_was(terminal: Terminal, world: World) -> None:
    terminal.json("staff", "set", "王芳", "--role", "manager", "--phone", "+8613800138000")
    said = terminal.type("staff", "invite", "王芳").stdout.splitlines()
    assert said[0].startswith("http")
    assert "once" in said[1]
    assert (staff.get("王芳").role, staff.get("王芳").phone) == ("manager", "+8613800138000")


def test_a_role_that_is_none_is_refused(terminal: Terminal) -> None:
    assert terminal.type("staff", "invite", "王芳", "--role", "boss").exit_code == 2
    assert terminal.type("staff", "set", "王芳", "--role", "boss").exit_code == 2
    assert not staff.is_known("王芳")
