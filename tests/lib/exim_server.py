# SPDX-License-Identifier: Apache-2.0
"""An exim of its own below a folder.

On free ports: plain, STARTTLS with a login, SSL/TLS with a login. Mail for example.com ends in a maildir; refused@example.com is refused and
grey@example.com put off. Needs root and exim4 (Debian: exim4-daemon-light). Debian keeps one mail server installed, so the path of an exim4
that was only unpacked may be given in EXIM; it wants the user Debian-exim all the same."""
import glob
import os
import pwd
import shutil
import subprocess
import time

from postfix_server import free_ports, write

USER = "Debian-exim"

CONFIGURATION = """\
primary_hostname = mail.test
domainlist local_domains = example.com
spool_directory = {dir}/spool
log_file_path = {dir}/log/%slog
pid_file_path = {dir}/exim.pid
local_interfaces = <; 127.0.0.1.{plain} ; 127.0.0.1.{starttls} ; 127.0.0.1.{ssl}
tls_on_connect_ports = {ssl}
tls_advertise_hosts = ${{if eq{{$received_port}}{{{plain}}}{{}}{{*}}}}
tls_certificate = {cert}
tls_privatekey = {key}
auth_advertise_hosts = ${{if def:tls_in_cipher{{*}}{{}}}}
message_size_limit = {size}
acl_smtp_rcpt = acl_rcpt
log_selector = +smtp_connection
host_lookup =
rfc1413_query_timeout = 0s
smtp_accept_max_per_connection = 1000
smtp_accept_queue_per_connection = 0
deliver_drop_privilege = true
begin acl
acl_rcpt:
  deny message = relay not permitted
       condition = ${{if eq{{$received_port}}{{{plain}}}{{no}}{{yes}}}}
       !authenticated = *
  deny message = 5.1.1 nobody of that name here
       recipients = refused@example.com
  defer message = 4.7.1 come again
        recipients = grey@example.com
  accept domains = +local_domains
  deny message = relay not permitted
begin routers
inbox:
  driver = accept
  domains = +local_domains
  transport = maildir
begin transports
maildir:
  driver = appendfile
  directory = {dir}/mail/inbox
  create_directory
  maildir_format
  envelope_to_add
  user = {user}
  group = {user}
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_advertise_condition = ${{if def:tls_in_cipher}}
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{{login}}}}}{{eq{{$auth3}}{{{password}}}}}}}}}
  server_set_id = $auth2
login:
  driver = plaintext
  public_name = LOGIN
  server_advertise_condition = ${{if def:tls_in_cipher}}
  server_prompts = Username:: : Password::
  server_condition = ${{if and{{{{eq{{$auth1}}{{{login}}}}}{{eq{{$auth2}}{{{password}}}}}}}}}
  server_set_id = $auth1
"""


def program():
    return os.environ.get("EXIM") or shutil.which("exim4", path="/usr/sbin:/usr/bin")


def missing():
    """Why it cannot run here; None when it can."""
    if os.geteuid() != 0:
        return "exim is started by root only"
    if program() is None:
        return "exim4 is not installed"
    try:
        pwd.getpwnam(USER)
    except KeyError:
        return f"there is no user {USER}"
    return None


class Exim:
    """with Exim(folder, cert, key) as server: ports in server.plain, server.starttls, server.ssl."""

    def __init__(self, folder, cert, key, size, login="reporter", password="correct horse"):
        self.dir, self.process, self.said = os.path.join(folder, "exim"), None, None
        self.plain, self.starttls, self.ssl = free_ports(3)
        owner = pwd.getpwnam(USER)
        os.chmod(folder, 0o711)  # it gives up root and has to get here
        for name in ("", "spool", "log", "mail"):
            os.makedirs(os.path.join(self.dir, name), exist_ok=True)
            os.chown(os.path.join(self.dir, name), owner.pw_uid, owner.pw_gid)
        own = [os.path.join(self.dir, name) for name in ("cert.pem", "key.pem")]
        for source, path in zip((cert, key), own):
            shutil.copyfile(source, path)
            os.chown(path, owner.pw_uid, owner.pw_gid)
            os.chmod(path, 0o600)
        self.configuration = os.path.join(self.dir, "exim.conf")
        write(self.configuration, CONFIGURATION.format(dir=self.dir, plain=self.plain, starttls=self.starttls, ssl=self.ssl, cert=own[0], key=own[1],
                                                       size=size, user=USER, login=login, password=password))

    def __enter__(self):
        self.said = open(os.path.join(self.dir, "said"), "wb")
        self.process = subprocess.Popen([program(), "-C", self.configuration, "-bdf", "-q1m"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=self.said)
        for _ in range(200):
            if "listening" in self.log() or self.process.poll() is not None:
                break
            time.sleep(0.05)
        if self.process.poll() is not None:
            with open(os.path.join(self.dir, "said"), encoding="utf-8") as said:
                raise RuntimeError(f"exim does not start: {said.read()} {self.log()}")
        return self

    def __exit__(self, *ignored):
        self.process.terminate()
        self.process.wait(10)
        self.said.close()

    def log(self):
        text = ""
        for path in sorted(glob.glob(os.path.join(self.dir, "log", "*log"))):
            with open(path, encoding="utf-8", errors="replace") as file:
                text += file.read()
        return text

    def inbox(self):
        """The paths of what arrived in the maildir."""
        return sorted(glob.glob(os.path.join(self.dir, "mail", "inbox", "new", "*")))

    def arrived(self, count, seconds=30):
        """Waits until that many mails are in the maildir, takes them out: their bytes."""
        end = time.monotonic() + seconds
        while len(self.inbox()) < count and time.monotonic() < end:
            time.sleep(0.05)
        messages = []
        for path in self.inbox():
            with open(path, "rb") as file:
                messages.append(file.read())
            os.unlink(path)
        return messages
