"""A stand-in for GOV.UK Notify on this machine: it takes messages, refuses as it is told to, and remembers."""

import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt

SERVICE = str(uuid.uuid4())
SECRET = str(uuid.uuid4())
KEY = f"inroads-{SERVICE}-{SECRET}"
TEMPLATES = {"text": "template-1", "email": "template-2", "letter": "template-3"}


class FakeNotify(ThreadingHTTPServer):
    """`refusals` are answered first, one each: (code, message, headers)."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.taken: list[dict] = []
        self.refusals: list[tuple[int, str, dict]] = []
        self.lose_answers = 0
        self.asked: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def start(self):
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}).start()

    def stop(self):
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: FakeNotify

    def log_message(self, *args):
        pass

    def answer(self, code: int, content: dict, headers: dict | None = None):
        body = json.dumps(content).encode()
        self.send_response(code)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, code: int, message: str, headers: dict | None = None):
        error = {"status_code": code, "errors": [{"error": "Error", "message": message}]}
        self.answer(code, error, headers)

    def is_known(self) -> bool:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            claims = jwt.decode(token, SECRET, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return False
        return claims["iss"] == SERVICE and "iat" in claims

    def do_GET(self):
        parts = urlsplit(self.path)
        self.server.asked.append(self.path)
        if not self.is_known():
            return self.refuse(403, "Invalid token: service not found")
        if parts.path == "/v2/notifications":
            wanted = parse_qs(parts.query)["reference"][0]
            found = [one for one in self.server.taken if one["reference"] == wanted]
            return self.answer(200, {"notifications": found, "links": {}})
        for one in self.server.taken:
            if parts.path.endswith(one["id"]):
                return self.answer(200, one)
        return self.refuse(404, "No result found")

    def do_POST(self):
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self.is_known():
            return self.refuse(403, "Invalid token: service not found")
        if self.server.refusals:
            return self.refuse(*self.server.refusals.pop(0))
        kind = self.path.rpartition("/")[2]
        one = {"id": str(uuid.uuid4()), "type": kind, "status": "created", **content}
        self.server.taken.append(one)
        if self.server.lose_answers:
            self.server.lose_answers -= 1
            self.close_connection = True
            return None
        return self.answer(201, one)
