"""`key`: shown once, listed without its secret, revoked for good."""

from chalicelib.care import keys
from tests.cli.conftest import Terminal
from tests.journeys.world import World


def test_a_key_is_shown_once_and_lists_tell_when_it_was_used(terminal: Terminal, world: World) -> None:
    made = terminal.json("key", "create", "--scope", "read", "--scope", "write", "--name", "till 3")
    assert made["key"].startswith(f"ac_{made['id']}_")
    said = terminal.type("key", "create", "--scope", "send", "--name", "board").stdout.splitlines()
    assert keys.holder(said[0], world.now)
    holder = keys.holder(made["key"], world.now)
    assert holder
    keys.note_use(holder, world.now)
    listed = terminal.json("key", "list")
    assert sorted((one["name"], tuple(one["scopes"])) for one in listed) == [
        ("board", ("send",)), ("till 3", ("read", "write")),
    ]  # fmt: skip
    assert {one["name"] for one in listed if one.get("last_used_at")} == {"till 3"}
    shown = terminal.type("key", "list").stdout
    assert "till 3" in shown
    assert made["key"] not in shown + str(listed)
    assert made["key"].split("_", 2)[2] not in str(listed)


def test_a_revoked_key_stays_in_the_list(terminal: Terminal, world: World) -> None:
    made = terminal.json("key", "create", "--scope", "read", "--name", "till 3")
    terminal.json("key", "revoke", made["id"])
    assert keys.holder(made["key"], world.now) is None
    assert terminal.json("key", "list")[0]["revoked_at"]
    assert "revoked" in terminal.type("key", "list").stdout


def test_what_is_no_key_is_refused_with_the_way_on(terminal: Terminal) -> None:
    assert "key list" in terminal.refused("key", "revoke", "abcdefgh")
    assert "--name" in terminal.refused("key", "create", "--scope", "read", "--name", " ")
    assert terminal.type("key", "create", "--scope", "all", "--name", "x").exit_code == 2
    assert terminal.type("key", "create", "--name", "x").exit_code == 2
