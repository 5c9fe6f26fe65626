"""A mail server that speaks the real protocol, keeps what it takes, refuses or hangs when it is told to."""

import email
import socketserver
import threading
from contextlib import suppress
from email.message import Message


class MailServer(socketserver.ThreadingTCPServer):
    """mails: what was taken. replies: what to answer instead, by command, used up one by one.

    hold: the command ("connect", "RCPT" or "." at the end of a mail) after which it says nothing until
    released; `reached` is set when it comes to that.
    """

    allow_reuse_address = daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.mails: list[Message] = []
        self.replies: dict[str, list[str]] = {}
        self.hold = ""
        self.reached, self.released = threading.Event(), threading.Event()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def pause(self, command: str) -> None:
        if command == self.hold:
            self.reached.set()
            self.released.wait(60)

    def reply(self, command: str, usual: str) -> str:
        return self.replies[command].pop(0) if self.replies.get(command) else usual


class Session(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        with suppress(OSError):  # the other side was killed
            self._talk()

    def _talk(self) -> None:
        self.server.pause("connect")
        self._say(self.server.reply("connect", "220 ready"))
        while line := self.rfile.readline().decode().strip():
            command = line.split(":")[0].split()[0].upper()
            self.server.pause(command)
            if command == "DATA":
                self._take()
            else:
                self._say(self.server.reply(command, "221 bye" if command == "QUIT" else "250 fine"))

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        answer = self.server.reply(".", "250 taken")
        if answer.startswith("250"):
            self.server.mails.append(email.message_from_bytes(b"".join(lines)))
        self.server.pause(".")
        self._say(answer)

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())
