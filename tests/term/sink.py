# SPDX-License-Identifier: Apache-2.0
"""A mail server on a free loopback port that takes everything, but mail to later@ at the second try only: prints its port, then "mail N" for each message."""
import sys
import time

from aiosmtpd.controller import Controller


class Sink:
    count = 0
    refused = False

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if address.startswith("later@") and not Sink.refused:
            Sink.refused = True
            return "550 5.7.1 Not yet"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        Sink.count += 1
        print("mail", Sink.count, flush=True)
        return "250 2.0.0 OK queued as %d" % Sink.count


class AnyPort(Controller):
    # The port is not known before; the controller's own trial connection needs it.
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


controller = AnyPort(Sink(), hostname="127.0.0.1", port=0)
controller.start()
print(controller.port, flush=True)
# The test closes standard input when it is done.
sys.stdin.read()
controller.stop()
