#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
# The sender's processes: a second one, one that is told to stop while a mail is on its way, workers that hang or die, tasks that cannot be
# planned, a full disk, a damaged store.
import datetime
import os
import random
import shutil
import signal
import threading
import time

from crashtest import LONG, Place, SmtpServer, check, children, finish, said, shimmed, start_sender, wait_for

FLIPS = int(os.environ.get("FLIPS", "400" if LONG else "15"))
SEED = int(os.environ.get("SEED", "20261124"))
BEFORE, DUE = "2026-11-01T08:00:00Z", datetime.datetime(2026, 11, 1, 9, tzinfo=datetime.timezone.utc)
PLAIN = ("--formats", "html", "--widgets", "overview:detections", "--enable")


def runs(place):
    return [run for run in place.ok("runs", "list", "--json").lines() if run["task"] != 0]


def states(place):
    return {run["task_name"]: run["state"] for run in runs(place)}


def has_socket(pid):
    for name in os.listdir(f"/proc/{pid}/fd"):
        try:
            if os.readlink(f"/proc/{pid}/fd/{name}").startswith("socket:"):
                return True
        except OSError:
            pass
    return False


class At:
    """Calls back once, at the n-th time of a phase."""

    def __init__(self, phase, act, n=1):
        self.phase, self.act, self.left = phase, act, n

    def __call__(self, phase, session):
        if phase == self.phase:
            self.left -= 1
            if self.left == 0:
                self.act()


def new_place(server, *tasks):
    place = Place()
    place.ok("init", now=BEFORE)
    place.mail(server.port)
    for name, more in tasks:
        place.task(*PLAIN, *more, name=name, now=BEFORE)
    return place


def two_senders():
    with SmtpServer(replies={"mail": "hang"}) as server:
        place = new_place(server, ("One", ()))
        first = start_sender(place, DUE)
        check(wait_for(lambda: any(line.startswith("MAIL") for line in server.lines())), "a sender is in the middle of a mail", said(place))
        second = place.run("sender", "run", "--until-idle", now="2026-11-01T09:00:00Z")
        check(second.code == 75 and second.err.count("\n") == 1 and "a sender is running" in second.err, "a second one is refused with a sentence", second)
        worker = children(first.pid)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        server.options.replies = {}
        third = place.run("sender", "run", "--until-idle", now="2026-11-01T09:00:00Z")
        check(third.code == 0 and states(place) == {"One": "delivered"}, "one that follows a killed one takes over", (third, runs(place)))
        check(wait_for(lambda: not os.path.exists(f"/proc/{worker[0]}") or len(server.messages) == 1, 5) and len(server.messages) == 1,
              "and the worker that was left behind sends nothing", len(server.messages))
        for pid in worker:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def terminated():
    gate = threading.Event()
    with SmtpServer() as server:
        place = new_place(server, ("One", ()), ("Two", ()), ("Three", ()))
        process = None

        def stop():
            process.send_signal(signal.SIGTERM)
            gate.set()
            time.sleep(0.3)

        server.options.hook = At("dot", stop)
        process = start_sender(place, DUE)
        code = process.wait(60)
        found = sorted(states(place).values())
        check(gate.is_set() and code == 0, "SIGTERM during a mail ends the sender in good order", (code, said(place)))
        check(found.count("delivered") == len(server.messages) >= 1 and "planned" in found and "unknown" not in found,
              "the mail in flight is finished and written down, the others wait", (found, len(server.messages)))
        start_sender(place, DUE).wait(60)
        check(sorted(states(place).values()) == ["delivered"] * 3 and len(server.messages) == 3, "and are sent by the next one", states(place))


def hanging_worker():
    with SmtpServer(replies={"end@1": "hang"}) as server:
        place = new_place(server, ("One", ("--unknown", "hold")), ("Two", ()))
        process = start_sender(place, DUE, args=("--until-idle", "--job-seconds", "2"))
        process.wait(120)
        by_name = {run["task_name"]: run for run in runs(place)}
        check("took too long over one report" in said(place), "a worker that hangs is ended by its job's deadline", said(place))
        check(by_name["One"]["state"] == "unknown" and by_name["One"]["deliveries"][0]["attempts"] == 1, "its own job lost one attempt", by_name)
        check(by_name["Two"]["state"] == "delivered", "and no other did", by_name)


def dying_worker():
    with SmtpServer() as server:
        place = new_place(server, ("One", ()), ("Two", ()))
        first = {}

        def kill_worker():
            os.kill(children(first["process"].pid)[0], signal.SIGKILL)

        server.options.hook = At("mail", kill_worker)
        first["process"] = process = start_sender(place, DUE)
        process.wait(60)
        check(states(place) == {"One": "delivered", "Two": "delivered"} and len(server.messages) == 2, "a worker that dies is replaced", states(place))
        check("ended by signal 9" in said(place), "and told of", said(place))
        attempts = sorted(run["deliveries"][0]["attempts"] for run in runs(place))
        check(attempts == [1, 2], "its own job lost one attempt", attempts)
    with SmtpServer() as server:
        place = new_place(server, ("Alone", ()))
        server.options.hook = At("mail", kill_worker)
        first["process"] = start_sender(place, DUE)
        first["process"].wait(60)
        check(states(place) == {"Alone": "delivered"}, "also when there is nothing else to do", runs(place))


def bad_task():
    with SmtpServer() as server:
        place = new_place(server, ("Bad", ("--recipients", "bad@example.com", "--rrule", "FREQ=YEARLY")), ("Good", ()))
        life, deaths = {}, []

        def kill_worker(phase, session):
            if phase == "rcpt" and "bad@" in server.lines()[-1]:
                deaths.append(phase)
                os.kill(next(pid for pid in children(life["process"].pid) if has_socket(pid)), signal.SIGKILL)

        server.options.hook = kill_worker
        life["process"] = start_sender(place, DUE)
        life["process"].wait(60)
        check(states(place) == {"Bad": "deferred", "Good": "delivered"} and len(deaths) == 2,
              "what ends its worker twice waits, and others are delivered", (runs(place), len(deaths)))
        for hours in (1, 24, 47, 50):
            life["process"] = start_sender(place, DUE + datetime.timedelta(hours=hours))
            life["process"].wait(60)
        found = [(run["task_name"], run["state"]) for run in runs(place)]
        check(found == [("Good", "delivered")] * 2 + [("Good", "delivered"), ("Bad", "failed")], "others go on, and it is given up in the end", runs(place))
        check(len(deaths) == 6, "each try cost one worker", len(deaths))


def catch_up():
    with SmtpServer() as server:
        place = new_place(server, ("Latest", ("--missed", "latest")), ("Skip", ("--missed", "skip")), ("All", ("--missed", "all", "--missed-most", "3")))
        start_sender(place, DUE + datetime.timedelta(days=4, hours=3)).wait(60)
        found = {}
        for run in reversed(runs(place)):
            found.setdefault(run["task_name"], []).append(run["state"])
        check(found == {"Latest": ["missed"] * 4 + ["delivered"], "Skip": ["missed"] * 5, "All": ["missed"] * 2 + ["delivered"] * 3},
              "after five days each task does by its policy, and each missed occurrence is told", found)
        start_sender(place, DUE - datetime.timedelta(days=10)).wait(60)
        start_sender(place, DUE + datetime.timedelta(days=4, hours=4)).wait(60)
        check(len(server.messages) == 4 and len(runs(place)) == 15, "a clock that jumps back and forth repeats nothing", (len(server.messages), len(runs(place))))


def disk_full():
    with SmtpServer() as server:
        place = new_place(server, *((f"T{i}", ("--formats", "html,pdf")) for i in range(8)))
        full = place.path("full", "")
        env = shimmed(full=full)
        before = place.ok("task", "list", "--json").lines()
        process = start_sender(place, DUE, env)
        process.wait(120)
        refused = place.run("task", "edit", "1", "--text", "x" * 9000, env=env)
        checked = place.run("store", "check", env=env)
        check(checked.code == 0, "a full disk harms nothing", checked)
        check(refused.code in (0, 1, 75) and (refused.code == 0 or "No space" in refused.err or "full" in refused.err), "and is told of", refused)
        told = said(place) + str([run["reason"] for run in runs(place)])
        check("No space" in told or "full" in told or all(state == "delivered" for state in states(place).values()), "by the sender too", told)
        os.unlink(full)
        for hours in (1, 2, 3):
            start_sender(place, DUE + datetime.timedelta(hours=hours)).wait(120)
        found = states(place)
        check(sorted(found.values()) == ["delivered"] * 8 and len(server.messages) == 8, "with room again all is delivered, once",
              (found, len(server.messages), said(place)))
        check(len(before) == len(place.ok("task", "list", "--json").lines()), "and nothing is lost")


def bit_flips():
    with SmtpServer() as server:
        place = new_place(server, ("One", ()), ("Two", ()))
        start_sender(place, DUE).wait(60)
        path, whole = os.path.join(place.dir, "tidings.mdb"), place.path("whole")
        shutil.copyfile(path, whole)
        with open(whole, "rb") as file:
            data = file.read()
        dice = random.Random(SEED)
        used = [at for at, byte in enumerate(data) if byte]
        found, crashed, silent = 0, [], []
        for _ in range(FLIPS):
            at, bit = dice.choice(used), dice.randrange(8)
            with open(path, "r+b") as file:
                file.seek(at)
                file.write(bytes([data[at] ^ 1 << bit]))
            result = place.run("store", "check")
            history = place.run("runs", "list", "--json")
            sender = place.run("sender", "run", "--until-idle", now="2026-11-01T09:10:00Z")
            crashed += [(at, bit, r) for r in (result, history, sender) if r.code < 0]
            found += result.code != 0
            lines = history.out.count("\n") if history.code == 0 else -1
            if result.code == 0 and lines != 2:
                silent.append((at, bit, history))
            for name in ("tidings.mdb-lock",):
                if os.path.exists(os.path.join(place.dir, name)):
                    os.unlink(os.path.join(place.dir, name))
            shutil.copyfile(whole, path)
        check(not crashed, f"{FLIPS} flipped bits end no program by a signal", crashed[:3])
        check(not silent, "what the check passes is not another history", silent[:3])
        print(f"# {found} of {FLIPS} flips were in what counts, and found")


for scenario in (two_senders, terminated, hanging_worker, dying_worker, bad_task, catch_up, disk_full, bit_flips):
    scenario()
finish()
