#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# Accounts from the command line: made, changed, disabled, deleted; what is refused changes nothing and shows no password.
import os

from clitest import Place, check, finish

place = Place()
good, other, weak = place.path("good", "Secret1!\n"), place.path("other", "Secret2!\n"), place.path("weak", "secret\n")

refused = place.run("init", "--password-file", weak)
check(refused.code == 2 and "password" in refused.err, "init refuses a weak password", refused)
check(not os.path.exists(place.dir), "and makes nothing")
place.ok("init", "--password-file", good)
place.ok("account", "add", "ivan", "--role", "tenant-manager", "--full-name", "Ivan Petrov", "--language", "ru", "--password-file", good)
place.ok("account", "add", "olga", "--role", "administrator", "--tenants", "all", "--password-file", "-", data=b"Secret1!\n")
place.ok("account", "edit", "ivan", "--full-name", "Ivan", "--password-file", other)
listed = place.ok("account", "list", "--json")
found = {line["login"]: line for line in listed.lines()}
check(set(found) == {"admin", "ivan", "olga"}, "three accounts", listed)
check(found["ivan"]["full_name"] == "Ivan" and found["ivan"]["language"] == "ru" and found["ivan"]["role"] == "tenant-manager",
      "edit leaves what was not given", found["ivan"])
check("argon2" not in listed.out and "Secret" not in listed.out, "no password in a list")

REFUSALS = [
    (["account", "add", "ivan", "--role", "analyst"], 1, "already"),
    (["account", "add", "eve"], 2, "--role"),
    (["account", "add", "a b", "--role", "analyst"], 2, "login"),
    (["account", "add", "eve", "--role", "king"], 2, "king"),
    (["account", "add", "eve", "--role", "analyst", "--tenants", "Nowhere"], 4, "Nowhere"),
    (["account", "add", "eve", "--role", "analyst", "--password-file", weak], 2, "password"),
    (["account", "edit", "ivan", "--password-file", other], 2, "current one"),
    (["account", "edit", "ivan", "--login", "eve"], 2, "login"),
    (["account", "edit", "nobody"], 4, "nobody"),
    (["account", "edit", "admin", "--role", "analyst"], 3, "own role"),
    (["account", "disable", "admin"], 3, "own account"),
    (["account", "delete", "admin"], 3, "own account"),
    (["account", "delete", "nobody"], 4, "nobody"),
    (["--mode", "data", "--tenant", "General", "account", "disable", "ivan"], 3, "system management mode"),
    (["--as", "ivan", "account", "list"], 3, "may not"),
    (["--as", "ivan", "account", "delete", "admin"], 3, "may not"),
    (["--as", "ivan", "account", "add", "eve", "--role", "administrator"], 3, "may not"),
]
for words, code, said in REFUSALS:
    result = place.run(*words)
    check(result.code == code and said in result.err and result.out == "", " ".join(map(str, words[:6])), result)
    after = place.ok("account", "list", "--json").out
    check(after == listed.out, "and nothing changed", after)

place.ok("account", "disable", "ivan")
result = place.run("--as", "ivan", "stats")
check(result.code == 3 and "disabled" in result.err, "a disabled account may nothing", result)
place.ok("account", "enable", "ivan")
check(place.run("--as", "ivan", "task", "list").code == 0, "until it is enabled")
place.task()
result = place.run("--as", "olga", "account", "delete", "admin")
check(result.code == 3 and "owns 1 reporting task" in result.err, "who owns a task is not deleted", result)
place.ok("account", "delete", "ivan")
check(place.run("--as", "ivan", "task", "list").code == 4, "a deleted account is gone")
with open(os.path.join(place.dir, "tidings.mdb"), "rb") as file:
    stored = file.read()
check(b"Secret1!" not in stored and b"$argon2id$v=19$m=65536,t=3,p=1$" in stored, "the store has hashes only")
# A person reads errors in the language of the environment; what programs read stays English.
russian = {"LC_ALL": "", "LC_MESSAGES": "", "LANG": "ru_RU.UTF-8"}
wrong = place.run("task", "show", "4711", env=russian)
check(wrong.code == 4 and "нет задачи 4711" in wrong.err, "LANG=ru_RU: the error is Russian", wrong.err)
wrong = place.run("mail", "set", "--server", "x", "--port", "99999", env=russian)
check(wrong.code == 2 and "нужно число от 0 до 65535" in wrong.err, "LANG=ru_RU: so is the refusal of a field", wrong.err)
check("no task 4711" in place.run("task", "show", "4711", env={**russian, "LC_ALL": "C"}).err, "LC_ALL comes first")
check(place.ok("preferences", "set", "--language", "ru", "--theme", "dark").out == "", "preferences are set without a word")
chosen = place.ok("preferences", "show", "--json").json()
check(chosen == {"language": "ru", "theme": "dark", "keys": "default"}, "and shown", chosen)
wrong = place.run("preferences", "set", "--theme", "../x")
check(wrong.code == 2 and "--theme" in wrong.err, "a path is no name of a theme", wrong.err)

finish()
