"""What every relying party in this folder has: a port of its own, keys of its own, and one line of JSON for each thing
that it has to say.

It says `ready` with its origin and its metadata, is told on standard input whom to trust, says `open`, and from then on
says `accepted` or `refused` for each answer that a browser brings. It ends when its standard input does.
"""

import html
import json
import secrets
import subprocess
import sys
import threading
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

INSTALL = "a package of PyPI is missing ({}); `cargo xtask test --install` installs it"


class Refused(Exception):
    """The library, or what this program demands beyond it, did not accept an answer."""


def say(word, **more):
    print(json.dumps({"says": word, **more}), flush=True)


def listen():
    """A server on a free port of loopback that answers nothing yet, and its origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    return server, f"http://127.0.0.1:{server.server_address[1]}"


def make_key(folder, name):
    """A fresh RSA key and its self-signed certificate: two files in PEM."""
    key, certificate = Path(folder, f"{name}.key.pem"), Path(folder, f"{name}.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-sha256"]
        + ["-subj", f"/CN=TEST {name}", "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    return key, certificate


def told():
    """What the other side says next."""
    line = sys.stdin.readline()
    if not line:
        sys.exit(0)
    return json.loads(line)


class Request:
    """One request of a browser."""

    def __init__(self, handler, body):
        self.url = urlsplit(handler.path)
        self.path = handler.path
        self.query = dict(parse_qsl(self.url.query))
        self.form = dict(parse_qsl(body, keep_blank_values=True))
        cookie = SimpleCookie(handler.headers.get("Cookie", "")).get("party")
        self.session = cookie.value if cookie else None
        inside = SimpleCookie(handler.headers.get("Cookie", "")).get("inside")
        self.inside = inside.value if inside else None


def serve(server, begin, finish, callback):
    """Serves `/login`, where `begin(request)` gives the address of the portal and the session to set, and the callback,
    where `finish(request)` gives what was accepted or raises. Whoever was accepted sees `/card` until `/logout`. Returns
    when standard input ends."""
    inside = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.handle_request("")

        def do_POST(self):
            length = int(self.headers.get("Content-Length", 0))
            self.handle_request(self.rfile.read(length).decode())

        def handle_request(self, body):
            request = Request(self, body)
            if request.url.path == "/login":
                address, session = begin(request)
                self.send_response(303)
                self.send_header("Location", address)
                # The answer comes as a form from another site, which only such a cookie survives.
                self.send_header("Set-Cookie", f"party={session}; Path=/; HttpOnly")
                self.end_headers()
            elif request.url.path == callback:
                self.verdict(request)
            elif request.url.path == "/card" and request.inside in inside:
                self.page(200, "the card", json.dumps(inside[request.inside]))
            elif request.url.path == "/card":
                self.page(403, "not logged in", "")
            elif request.url.path == "/logout":
                inside.pop(request.inside, None)
                self.page(200, "logged out", "")
            else:
                self.page(404, "not found", request.url.path)

        def verdict(self, request):
            try:
                accepted = finish(request)
            except Exception as error:  # every library has its own way to say no
                reason = f"{type(error).__module__}.{type(error).__name__}: {error}"
                say("refused", reason=reason)
                self.page(403, "refused", reason)
            else:
                say("accepted", **accepted)
                name = secrets.token_urlsafe(24)
                inside[name] = accepted
                self.page(200, "accepted", json.dumps(accepted), f"inside={name}; Path=/; HttpOnly")

        def page(self, status, heading, text, cookie=None):
            document = f"<!doctype html><title>{heading}</title><h1>{heading}</h1><pre>{html.escape(text)}</pre>"
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if cookie:
                self.send_header("Set-Cookie", cookie)
            self.end_headers()
            self.wfile.write(document.encode())

        def log_message(self, *_):
            pass

    server.RequestHandlerClass = Handler
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say("open")
    sys.stdin.read()
