"""A WebSub subscriber of Python's own library. Takes the address of a feed; prints what it is told, a line of JSON each."""

import hashlib
import hmac
import json
import re
import sys
import threading
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

feed = sys.argv[1]
SECRET = b"secret of the subscriber"


def tell(**facts):
    print(json.dumps(facts), flush=True)


class Callback(BaseHTTPRequestHandler):
    def do_GET(self):
        fields = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
        is_mine = fields["hub.topic"] == [topic] and fields["hub.mode"] == ["subscribe"]
        self.send_response(200 if is_mine else 404)
        self.end_headers()
        self.wfile.write(fields["hub.challenge"][0].encode())
        tell(kind="verified", lease=int(fields["hub.lease_seconds"][0]))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signed = "sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest()
        self.send_response(202)
        self.end_headers()
        tell(
            kind="sent",
            type=self.headers["Content-Type"],
            isSigned=hmac.compare_digest(signed, self.headers["X-Hub-Signature"]),
            body=body.decode(),
        )

    def log_message(self, *_):
        pass


with urllib.request.urlopen(feed) as answer:
    links = dict((rel, url) for url, rel in re.findall(r'<([^>]*)>; rel="([a-z]+)"', answer.headers["Link"])[:2])
topic = links["self"]
server = HTTPServer(("127.0.0.1", 0), Callback)
threading.Thread(target=server.serve_forever, daemon=True).start()
form = {
    "hub.mode": "subscribe",
    "hub.topic": topic,
    "hub.callback": f"http://127.0.0.1:{server.server_port}/",
    "hub.secret": SECRET.decode(),
    "hub.lease_seconds": 90000,
}
request = urllib.request.Request(links["hub"], urllib.parse.urlencode(form).encode(), method="POST")
with urllib.request.urlopen(request) as answer:
    tell(kind="asked", status=answer.status)
threading.Event().wait()
