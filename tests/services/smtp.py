"""A mail server for tests: takes mails on loopback, or behaves as badly as it is told."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(slots=True)
class MailServer:
    """What it has taken, and what it does: ``refuse`` maps addresses to answers, ``data`` answers the text of a mail.

    With ``data`` "" it hangs up after the text, and with ``silent`` it never says a word. With ``holds`` it takes the
    text, tells so by ``taken``, and says nothing until it is released. ``begins`` answers the wish to hand a text over.
    """

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    data: str = "250 ok"
    silent: bool = False
    holds: bool = False
    begins: str = "354 go on"
    taken: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def addresses(self) -> list[str]:
        """To whom the mails went, in order."""
        return [str(mail["To"]) for mail in self.mails]


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        sink: MailServer = self.server.sink  # type: ignore[attr-defined]
        if sink.silent:
            sink.released.wait(30)
            return
        self._say("220 sink")
        while line := self.rfile.readline():
            word, _, rest = line.decode().strip().partition(" ")
            address = rest.partition("<")[2].partition(">")[0]
            if word.upper() == "DATA" and not sink.begins.startswith("354"):
                self._say(sink.begins)
            elif word.upper() == "DATA":
                self._say(sink.begins)
                body = b"".join(iter(self.rfile.readline, b".\r\n"))
                sink.mails.append(message_from_bytes(body, policy=policy.default))
                sink.taken.set()
                if sink.holds:
                    sink.released.wait(30)
                if not sink.data:
                    return
                self._say(sink.data)
            elif word.upper() == "RCPT":
                self._say(sink.refuse.get(address, "250 ok"))
            elif word.upper() == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    sink: MailServer


@contextmanager
def open_mail_server() -> Iterator[MailServer]:
    """A mail server on a free port."""
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        sink = server.sink = MailServer(port=server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield sink
        finally:
            sink.released.set()
            server.shutdown()
            thread.join()
