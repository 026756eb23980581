# SPDX-License-Identifier: Apache-2.0
"""A postfix of its own below a folder.

On free ports: plain, STARTTLS with a login, SSL/TLS with a login. Mail for example.com ends in a maildir. Needs root, postfix, and saslpasswd2 with the PLAIN mechanism (Debian: postfix, sasl2-bin, libsasl2-modules)."""
import glob
import os
import pwd
import shutil
import socket
import subprocess
import time

SASL = ("/usr/lib/*/sasl2/libplain.so*", "/usr/lib/*/sasl2/libsasldb.so*")
DAEMONS = "/usr/lib/postfix/sbin"

MASTER = """\
127.0.0.1:{plain} inet n - n - - smtpd
127.0.0.1:{starttls} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject -o smtpd_recipient_restrictions=$login_restrictions
127.0.0.1:{ssl} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""

MAIN = """\
compatibility_level = 3.6
queue_directory = {dir}/queue
data_directory = {dir}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
maillog_file = {dir}/log/maillog
maillog_file_prefixes = {dir}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.test
mydestination =
mynetworks = 127.0.0.0/8
inet_protocols = ipv4
inet_interfaces = 127.0.0.1
local_transport = error:no local mail
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = example.com
virtual_mailbox_base = {dir}/mail
virtual_mailbox_maps = static:inbox/
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
smtpd_tls_cert_file = {cert}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
smtpd_tls_loglevel = 1
smtpd_sasl_type = cyrus
smtpd_sasl_path = smtpd
cyrus_sasl_config_path = {dir}/etc/sasl
smtpd_sasl_local_domain = mail.test
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions =
smtpd_client_connection_rate_limit = 0
smtpd_peername_lookup = no
login_restrictions = {restrictions}
message_size_limit = {size}
maximal_queue_lifetime = 1h
"""


def missing():
    """Why it cannot run here; None when it can."""
    if os.geteuid() != 0:
        return "postfix is started by root only"
    if not os.path.exists(os.path.join(DAEMONS, "master")):
        return "postfix is not installed"
    if shutil.which("saslpasswd2", path="/usr/sbin:/usr/bin") is None or not all(glob.glob(pattern) for pattern in SASL):
        return "sasl2-bin or libsasl2-modules is not installed"
    return None


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [sock.getsockname()[1] for sock in sockets]
    for sock in sockets:
        sock.close()
    return ports


def write(path, text):
    with open(path, "w", encoding="ascii") as file:
        file.write(text)


class Postfix:
    """with Postfix(folder, cert, key, login, password) as server: ports in server.plain, server.starttls, server.ssl."""

    def __init__(self, folder, cert, key, login="reporter", password="correct horse", size=20_000_000, restrictions="", settings=""):
        self.dir = os.path.join(folder, "postfix")
        self.etc = os.path.join(self.dir, "etc")
        self.plain, self.starttls, self.ssl = free_ports(3)
        for name in ("etc", "queue", "data", "log", "mail", os.path.join("etc", "sasl")):
            os.makedirs(os.path.join(self.dir, name))
        at = self.dir
        while at != "/":  # its processes give up root and have to get here
            os.chmod(at, os.stat(at).st_mode | 0o11)
            at = os.path.dirname(at)
        owner = pwd.getpwnam("postfix")
        os.chown(os.path.join(self.dir, "data"), owner.pw_uid, 0)
        nobody = pwd.getpwnam("nobody")
        os.chown(os.path.join(self.dir, "mail"), nobody.pw_uid, nobody.pw_gid)
        write(os.path.join(self.etc, "main.cf"), MAIN.format(dir=self.dir, daemons=DAEMONS, uid=nobody.pw_uid, gid=nobody.pw_gid, cert=cert, key=key,
                                                             size=size, restrictions=restrictions) + settings)
        write(os.path.join(self.etc, "master.cf"), MASTER.format(plain=self.plain, starttls=self.starttls, ssl=self.ssl))
        self.add_login(login, password, owner.pw_uid)

    def add_login(self, login, password, uid):
        database = os.path.join(self.etc, "sasl", "sasldb2")
        write(os.path.join(self.etc, "sasl", "smtpd.conf"),
              f"pwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: {database}\nmech_list: PLAIN LOGIN\n")
        subprocess.run(["/usr/sbin/saslpasswd2", "-p", "-c", "-f", database, "-u", "mail.test", login], input=password.encode(), check=True)
        os.chown(database, uid, 0)

    def postfix(self, command):
        return subprocess.run(["/usr/sbin/postfix", "-c", self.etc, command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)

    def __enter__(self):
        done = self.postfix("start")
        if done.returncode != 0:
            raise RuntimeError(f"postfix does not start: {done.stdout.decode()} {self.log()}")
        return self

    def __exit__(self, *ignored):
        self.postfix("stop")
        for _ in range(100):
            if not os.path.exists(os.path.join(self.dir, "queue", "pid", "master.pid")) or self.postfix("status").returncode != 0:
                return
            time.sleep(0.1)

    def log(self):
        try:
            with open(os.path.join(self.dir, "log", "maillog"), encoding="utf-8", errors="replace") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def inbox(self):
        """The paths of what arrived in the maildir."""
        return sorted(glob.glob(os.path.join(self.dir, "mail", "inbox", "new", "*")))

    def wait_for(self, count, seconds=60):
        """Waits until that many mails are in the maildir: how many there are."""
        end = time.monotonic() + seconds
        while len(self.inbox()) < count and time.monotonic() < end:
            time.sleep(0.05)
        return len(self.inbox())

    def clear(self):
        for path in self.inbox():
            os.unlink(path)
