"""A stand-in for a mail server on this machine: it takes mail, or refuses with a code it is told."""

import socketserver
import threading


class FakeMailServer(socketserver.ThreadingTCPServer):
    """`refuse_with` is the answer to a recipient, if there is one."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.taken: list[tuple[str, str]] = []
        self.refuse_with = ""

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def start(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}).start()

    def stop(self):
        self.shutdown()
        self.server_close()


class Handler(socketserver.StreamRequestHandler):
    server: FakeMailServer

    def say(self, line: str):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.say("220 ready")
        recipient = ""
        for raw in self.rfile:
            command = raw.decode().strip()
            if command.upper().startswith("RCPT"):
                recipient = command.partition("<")[2].rstrip(">")
                self.say(self.server.refuse_with or "250 ok")
            elif command.upper() == "DATA":
                self.say("354 go on")
                lines = []
                for line in self.rfile:
                    if line.strip() == b".":
                        break
                    lines.append(line.decode())
                self.server.taken.append((recipient, "".join(lines)))
                self.say("250 taken")
            elif command.upper() == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")
