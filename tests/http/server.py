#!/usr/bin/python3
"""A server that behaves as the path says, well or badly.

server.py [CERTIFICATE... KEY] listens at two ports of every address of this
machine, and at one with TLS for each certificate, prints them in a line, and
goes on until its standard input ends.
"""
import gzip
import re
import socket
import ssl
import sys
import threading
import time
from urllib.parse import unquote

PORTS = []
COUNTS = {}
FEED = b"<feed>a body</feed>\n"


class Request:
    def __init__(self, file):
        # What begins a handshake of TLS may never end a line.
        tls = file.peek(1)[:1] == b"\x16"
        line = b"" if tls else file.readline(20000)
        line = line.decode("latin-1").rstrip("\r\n")
        self.line = line
        self.headers = []
        self.good = line.count(" ") == 2
        if not self.good:
            return
        self.method, self.path, _ = line.split(" ")
        self.path, _, self.query = self.path.partition("?")
        while True:
            header = file.readline(70000).decode("latin-1").rstrip("\r\n")
            if not header:
                break
            name, _, value = header.partition(":")
            self.headers.append((name.lower(), value.strip()))
        self.body = file.read(int(self.get("content-length") or 0))

    def get(self, name):
        return next((v for n, v in self.headers if n == name), None)


def answer(status, headers=(), body=b"", length=True):
    """A whole response; the status has its reason."""
    lines = ["HTTP/1.1 " + status]
    lines += list(headers)
    if length:
        lines.append("Content-Length: %d" % len(body))
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def plain(conn, request):
    conn.sendall(answer("200 OK", (
        "Content-Type: Application/RSS+xml; charset=\"UTF-8\"",
        "Cache-Control: public, max-age=600", "Age: 60"), FEED))


def echo(conn, request):
    """What was asked, but what libcurl says of itself."""
    dull = ("host", "accept-encoding", "connection", "accept", "user-agent")
    text = request.line.split("?")[0] + "\n" + "".join(
        "%s: %s\n" % pair for pair in request.headers if pair[0] not in dull)
    conn.sendall(answer("200 OK", (), text.encode("latin-1") + request.body))


def accepts(conn, request):
    text = "".join("%s: %s\n" % pair for pair in request.headers
                   if pair[0].startswith("accept"))
    text += re.sub("/[0-9.]+", "/N", request.get("user-agent")) + "\n"
    conn.sendall(answer("200 OK", (), text.encode("latin-1")))


def conditional(conn, request):
    """As WordPress: all that is sent must match, and only a strong tag."""
    tag, date = '"abc"', "Tue, 19 Mar 2024 06:00:00 GMT"
    sent = [v for v in (request.get("if-none-match"),
                        request.get("if-modified-since")) if v]
    same = sent and all(v in (tag, date) for v in sent)
    headers = ("ETag: " + request.query.replace("+", tag)
               if request.query else "ETag: " + tag, "Last-Modified: " + date)
    if same:
        conn.sendall(answer("304 Not Modified", headers, length=False))
    else:
        conn.sendall(answer("200 OK", headers, FEED))


def says(conn, request):
    """?STATUS&HEADER&HEADER, with + for a blank."""
    status, *headers = unquote(
        request.query.replace("+", " "), "latin-1").split("&")
    conn.sendall(answer(status + " So", headers,
                        b"" if status in ("204", "304") else b"a page\n",
                        status not in ("204", "304")))


def missing(conn, request):
    conn.sendall(answer("404 Not Found"))


def to(conn, request):
    """?STATUS&LOCATION; A, B and T are the ports."""
    status, _, where = request.query.partition("&")
    for name, port in zip("ABT", PORTS):
        where = where.replace(":%s/" % name, ":%d/" % port)
    body = b"moved\n"
    conn.sendall(answer(status + " Moved", ("Location: " + where,), body))


def loop(conn, request):
    n = int(request.query or 0)
    COUNTS["loop"] = COUNTS.get("loop", 0) + 1
    conn.sendall(answer("301 Moved", ("Location: /loop?%d" % (n + 1),)))


def loops(conn, request):
    conn.sendall(answer("200 OK", (), b"%d\n" % COUNTS.pop("loop", 0)))


def zipped(conn, request):
    conn.sendall(answer("200 OK", ("Content-Encoding: gzip",
                                   'ETag: W/"tag-gzip"'),
                        gzip.compress(FEED)))


def zipped_short(conn, request):
    """Not really compressed, so that what is left of it is known."""
    data = gzip.compress(FEED * 10, 0)
    conn.sendall(answer("200 OK", ("Content-Encoding: gzip",), data[:65]))


def zipped_badly(conn, request):
    conn.sendall(answer("200 OK", ("Content-Encoding: gzip",), FEED))


def bomb(conn, request):
    """100 MB in 100 kB; ?2: twice."""
    data = gzip.compress(bytes(100 * 1000 * 1000), 9)
    coding = "gzip"
    if request.query == "2":
        data, coding = gzip.compress(data, 9), "gzip, gzip"
    conn.sendall(answer("200 OK", ("Content-Encoding: " + coding,), data))


def short(conn, request):
    conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n" + FEED)
    return True


def chunked(conn, request):
    conn.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                 b"7\r\n<feed>a\r\n8\r\n</feed>\n\r\n0\r\n"
                 b"ETag: \"of a trailer\"\r\n\r\n")


def chunked_cut(conn, request):
    conn.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                 b"7\r\n<feed>a\r\n100\r\n</fe")
    return True


def until_close(conn, request):
    conn.sendall(b"HTTP/1.0 200 OK\r\n\r\n" + FEED)
    return True


def nothing(conn, request):
    return True


def noise(conn, request):
    conn.sendall(b"220 mail.example ESMTP\r\n" * 10)
    return True


def many_headers(conn, request):
    try:
        conn.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            conn.sendall(b"X-More: " + b"x" * 990 + b"\r\n")
    except OSError:
        return True


def many_continues(conn, request):
    try:
        while True:
            conn.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
    except OSError:
        return True


def early(conn, request):
    conn.sendall(b"HTTP/1.1 103 Early Hints\r\nETag: \"early\"\r\n\r\n")
    plain(conn, request)


def huge(conn, request):
    """Says 1.2 GB, and sends it as long as somebody listens."""
    try:
        conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1234567890\r\n\r\n")
        while True:
            conn.sendall(b"x" * 65536)
    except OSError:
        return True


def endless(conn, request):
    try:
        conn.sendall(b"HTTP/1.1 %s OK\r\n\r\n" % (
            request.query or "200").encode())
        while True:
            conn.sendall(b"x" * 65536)
    except OSError:
        return True


def drip(conn, request):
    """A byte every tenth of a second: below the least speed."""
    try:
        conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n")
        for _ in range(600):
            conn.sendall(b"x")
            time.sleep(0.1)
    except OSError:
        pass
    return True


def slow(conn, request):
    """200 bytes every tenth of a second: fast enough, but for a timeout."""
    try:
        conn.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n")
        for _ in range(500):
            conn.sendall(b"x" * 200)
            time.sleep(0.1)
    except OSError:
        pass
    return True


def stall(conn, request):
    time.sleep(40)
    return True


def turn(conn, request):
    """How many others are asked for at the same time, and since when; by how
    many connections to this address."""
    now, here = time.monotonic(), conn.getsockname()[0]
    COUNTS["on"] = COUNTS.get("on", 0) + 1
    on, last = COUNTS["on"], COUNTS.get("last " + here)
    COUNTS.setdefault(here, set()).add(conn.getpeername())
    time.sleep(0.05)
    COUNTS["on"] -= 1
    COUNTS["last " + here] = time.monotonic()
    rested = last is None or now - last >= float(request.query or 0) - 0.01
    text = "%d at once, %s, by %d\n" % (
        on, "rested" if rested else "in haste", len(COUNTS[here]))
    conn.sendall(answer("200 OK", (), text.encode()))


MODES = {"/" + f.__name__.replace("_", "-"): f for f in (
    plain, echo, accepts, conditional, says, to, loop, loops, zipped,
    zipped_short, zipped_badly, bomb, short, chunked, chunked_cut,
    until_close, nothing, noise, many_headers, many_continues, early, huge,
    endless, drip, slow, stall, turn)}


def serve(conn):
    with conn, conn.makefile("rb") as file:
        try:
            while True:
                request = Request(file)
                if not request.good:
                    return
                mode = MODES.get(request.path, missing)
                if mode(conn, request):
                    return
        except OSError:
            return


def listen(context=None):
    listener = socket.create_server(("", 0), backlog=50)
    PORTS.append(listener.getsockname()[1])

    def accept():
        while True:
            conn, _ = listener.accept()
            threading.Thread(target=begin, args=(conn,), daemon=True).start()

    def begin(conn):
        conn.settimeout(60)
        try:
            serve(context.wrap_socket(conn, server_side=True)
                  if context else conn)
        except (OSError, ssl.SSLError):
            conn.close()

    threading.Thread(target=accept, daemon=True).start()


listen()
listen()
for CERTIFICATE in sys.argv[1:-1]:
    CONTEXT = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    CONTEXT.load_cert_chain(CERTIFICATE, sys.argv[-1])
    listen(CONTEXT)
print(*PORTS, flush=True)
sys.stdin.read()
