#!/usr/bin/python3
"""A site that is a folder, which a test changes while it is served.

site.py FOLDER listens at a port of every address of this machine, prints it,
and goes on until its standard input ends.  /a/b.xml is FOLDER/a/b.xml: headers,
an empty line, and the body; /a/b.xml?c=d is FOLDER/a/b.xml@c=d, if that is
there.  ":status 503" and the like stand among the
headers:

:status N       instead of 200
:wait SECONDS   before it answers
:until NAME     before it answers, until there is this file in FOLDER
:cut N          send so many bytes of the body, and then hang up
:repeat N       send the body so many times

A document with an ETag or a Last-Modified answers 304 to whoever has all that
it names, as WordPress does.  HOST in a header is where it was asked.  Each
request is a line in FOLDER/.log, before it is answered: the path, and what was
asked for with, as JSON.
"""
import json
import os
import socket
import sys
import threading
import time

FOLDER = sys.argv[1]
LOG = threading.Lock()
KEPT = ("if-none-match", "if-modified-since", "user-agent", "host", "post",
        "authorization", "cookie")


def read_request(file):
    """The path and the headers, or None at the end of a connection.

    A form that was sent is the header "post".
    """
    line = file.readline(20000).decode("latin-1").split(" ")
    if len(line) != 3:
        return None, {}
    headers = {}
    while True:
        header = file.readline(70000).decode("latin-1").rstrip("\r\n")
        if not header:
            size = int(headers.get("content-length", 0))
            if size > 0:
                headers["post"] = file.read(size).decode("latin-1")
            return line[1], headers
        name, _, value = header.partition(":")
        headers[name.lower()] = value.strip()


def log(path, headers):
    kept = {name: headers[name] for name in KEPT if name in headers}
    with LOG, open(FOLDER + "/.log", "a", encoding="ascii") as file:
        file.write(json.dumps({"path": path, **kept}) + "\n")


def page(path, host):
    """Headers, what is said to this server, and the body."""
    name = FOLDER + path.replace("?", "@")
    if not os.path.exists(name):
        name = FOLDER + path.split("?")[0]
    try:
        with open(name, "rb") as file:
            head, _, body = file.read().partition(b"\n\n")
    except OSError:
        return [], {"status": "404"}, b"<p>nothing here\n"
    lines = head.decode("latin-1").replace("HOST", host).split("\n")
    told = dict(line[1:].split(" ", 1) for line in lines if line[:1] == ":")
    return [line for line in lines if line and line[0] != ":"], told, body


def unchanged(lines, headers):
    ours = {}
    for line in lines:
        name, _, value = line.partition(": ")
        ours[name.lower()] = value
    asked = [(headers[sent], ours.get(name)) for sent, name in (
        ("if-none-match", "etag"), ("if-modified-since", "last-modified"))
        if sent in headers]
    return asked and all(theirs == own for theirs, own in asked)


def answer(conn, path, headers):
    """True: the connection is not to be used any more."""
    lines, told, body = page(path, headers.get("host", ""))
    status = told.get("status", "200")
    if status == "200" and unchanged(lines, headers):
        status = "304"
    time.sleep(float(told.get("wait", 0)))
    while "until" in told and not os.path.exists(FOLDER + told["until"]):
        time.sleep(0.05)
    times = int(told.get("repeat", 1))
    head = ["HTTP/1.1 %s So" % status] + lines
    if status != "304":
        head.append("Content-Length: %d" % (len(body) * times))
    conn.sendall(("\r\n".join(head) + "\r\n\r\n").encode("latin-1"))
    if status == "304":
        return False
    if "cut" in told:
        conn.sendall(body[:int(told["cut"])])
        return True
    for _ in range(times):
        conn.sendall(body)
    return False


def serve(conn):
    conn.settimeout(60)
    with conn, conn.makefile("rb") as file:
        try:
            while True:
                path, headers = read_request(file)
                if path is None:
                    return
                log(path, headers)
                if answer(conn, path, headers):
                    return
        except OSError:
            return


def accept(listener):
    while True:
        conn, _ = listener.accept()
        threading.Thread(target=serve, args=(conn,), daemon=True).start()


LISTENER = socket.create_server(("", 0), backlog=200)
threading.Thread(target=accept, args=(LISTENER,), daemon=True).start()
print(LISTENER.getsockname()[1], flush=True)
sys.stdin.read()
