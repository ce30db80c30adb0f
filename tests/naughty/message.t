#!/usr/bin/python3
"""Messages of render/message.h, by tests/naughty/message.c: a thousand naughty
strings in each field at once, and a thousand bodies.  The fields are those that
were asked for and no others, no line is too long, and three readers, Python's
two and MIME::Parser, get what went in, made clean (THREATS M1)."""

import io
import os
import random
import re
import subprocess
import sys

sys.dont_write_bytecode = True
from mail import Mail, cut, header_differences, name_differences, shown, solid  # noqa: E402
from naughty import FEEDLOOM, HERE, Claims  # noqa: E402
from strings import strings  # noqa: E402

WRITER = os.path.join(os.path.dirname(
    os.environ.get("FEEDLOOM_BINARY", FEEDLOOM)), "naughty", "message")
FIELDS = ["Date", "From", "Reply-To", "To", "Subject", "Message-ID",
          "In-Reply-To", "References", "List-Id", "X-Feedloom-Title",
          "List-Unsubscribe", "MIME-Version", "Content-Type"]
UNSUBSCRIBE = "<https://quay.example/?q=?x>, <mailto:u@quay.example>"
NAME = 250  # bytes of one, at most
BYTES = [b"\x80", b"\xff", b"\xc3", b"\xe2\x82", b"\xf0\x9f\x98", b"\xc0\x80",
         b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xfe\xff", b"Gr\xf6\xdfe",
         b"\x1b[31m", b"\x8d\x0a", b"\xa0"]
AROUND = [b"%s", b"a %s b", b"%s\r\nBcc: x@y.example", b"=?utf-8?q?%s?=",
          b"a=?utf-8?b?%s?= =?x", b"\r%s\n\n<p>", b"\r\n\r\n%s", b"%s" * 30,
          b"=?%s", b"=_%s", b"%s\0Bcc: x@y.example", b"\xe2\x80\xae%s\xe2\x81\xa6",
          b"From %s\n.\n", b"\"%s\" <x@y.example>, ", b"\\%s(", b"x" * 400 + b"%s"]
PIECES = [
    "From ", "\nFrom us\n", ">From ", "\n>>From x\n", "\n.\n", ".", "\n..\n",
    "--", "\n--\n", "-- \n", "=", "==", "=_", "=3D", "=\n", "=20\n", " \n",
    "\t\n", "   ", "\n \n", "\r", "\r\n", "\r\r\n", "\n\r", "\n\n\n", "\n",
    "x" * 74, "x" * 75, "x" * 76, "x" * 77, "x" * 998, "x" * 5000,
    "a b " * 300, "é" * 25, "é" * 400, "日本語", "👩‍👩‍👧‍👦", "🇰🇿", "e\u0301",
    "\u202e", "\u2028", "\x85", "\xa0", "\ufeff", "\xad", "\x01", "\x0b",
    "\x0c", "\x1b[31m", "\x7f", "<p>", "</html>", "&amp;", "Content-Type: x",
    "\n\nContent-Type: text/html\n\n", "begin 644 x\n", "word ", ", ", "Ö", "\udcff", "\udce2\udc82",
]


def written(messages):
    """What the program makes of parts, all at once: bytes, or an error."""
    text = b"".join(
        b"%s %d\n%s" % (name.encode(), len(value), value)
        for message in messages for name, value in [*message, ("write", b"")])
    stream = io.BytesIO(subprocess.run(
        [WRITER], input=text, stdout=subprocess.PIPE, check=True).stdout)
    answers = []
    while stream.tell() < len(stream.getvalue()):
        front = stream.readline()
        answers.append(front.decode() if front.startswith(b"error")
                       else stream.read(int(front)))
    return answers


def read_by_perl(messages):
    """Fields by name, and a list of parts: type, id, bytes."""
    text = b"".join(b"%d\n%s" % (len(data), data) for data in messages)
    made = subprocess.run([HERE + "/mail.pl"], input=text, check=True,
                          stdout=subprocess.PIPE).stdout
    for message in made.split(b"end\n")[:-1]:
        fields, parts = {}, []
        for line in message.decode().splitlines():
            kind, *values = line.split(" ")
            values = [bytes.fromhex(value) for value in values]
            if kind == "field":
                fields[values[0].decode().lower()] = values[1].decode()
            else:
                parts.append(values)
        yield fields, parts


def naughty():
    """Texts as bytes; those of C end at a NUL."""
    yield from (text.encode() for text in strings())
    yield from (around.replace(b"%s", some)
                for some in BYTES for around in AROUND)


def said(text):
    """The text as it is read; what would be one character, did Unicode have
    it, is one mistake, and three or four to Python."""
    for one in (b"\xed\xa0\x80", b"\xf4\x90\x80\x80"):
        text = text.replace(one, "\ufffd".encode())
    return text.split(b"\0")[0].decode("utf-8", "replace")


def letter(text):
    """A message that says the text wherever it can say something."""
    name = text
    if len(said(text).encode()) > NAME:
        name = cut(said(text), NAME).encode()
    return [("from-name", name), ("from", b"desk@quay.example"),
            ("reply-to-name", name), ("reply-to", b"re.ply+x@quay.example"),
            ("to-name", name), ("to", b"a@b.example"),
            ("to-name", name), ("to", b"c@d.example"),
            ("subject", text), ("when", b"1711846800"), ("offset", b"120"),
            ("id", b"1@quay.example"), ("answer", b"0@quay.example"),
            ("field:List-Id", text), ("field:X-Feedloom-Title", text),
            ("as-is:List-Unsubscribe", UNSUBSCRIBE.encode()),
            ("text", text), ("html", text)]


def lines_differences(data):
    header, body = data.split(b"\r\n\r\n", 1)
    if re.search(rb"[^\t\r\n -~]|\r(?!\n)|(?<!\r)\n", data):
        yield f"not ASCII in lines: {data[:1000]!r}"
    if not data.endswith(b"\r\n"):
        yield f"its end is {data[-40:]!r}"
    for line in header.split(b"\r\n"):
        if len(line) > 998 or len(line) > 78 and b" " in line.lstrip() and \
                len(max(line.split(b" "), key=len)) < 60:
            yield f"a long line: {line!r}"
    for line in body.split(b"\r\n"):
        if len(line) > 78:
            yield f"a long line: {line!r}"
        if re.match(rb">*From ", line):
            yield f"the begin of another message: {line!r}"


def field_differences(data, parsed, text):
    mail = Mail(data)
    if mail.raw.keys() != FIELDS:
        yield f"fields: {mail.raw.keys()}"
    wanted = shown(text)
    texts = {"Subject": wanted, "List-Id": wanted, "X-Feedloom-Title": wanted}
    yield from header_differences(mail, texts)
    name = shown(cut(text, NAME))
    for field in ("From", "Reply-To"):
        yield from name_differences(mail, name, field)
    for field, addresses in {"From": ["desk@quay.example"],
                             "Reply-To": ["re.ply+x@quay.example"],
                             "To": ["a@b.example", "c@d.example"]}.items():
        got = [address.addr_spec for address in mail[field].addresses]
        if got != addresses:
            yield f"{field}: {got}"
    for field, value in {"Message-ID": "<1@quay.example>",
                         "In-Reply-To": "<0@quay.example>",
                         "References": "<0@quay.example>",
                         "List-Unsubscribe": UNSUBSCRIBE,
                         "Date": "Sun, 31 Mar 2024 03:00:00 +0200"}.items():
        if mail.raw[field] != value:
            yield f"{field}: {mail.raw[field]}"
    if sorted(parsed) != sorted(name.lower() for name in FIELDS):
        yield f"MIME::Parser: {sorted(parsed)}"
    for field in texts:
        got = parsed[field.lower()]
        if re.sub(" +", " ", got).strip(" ") != wanted:
            yield f"MIME::Parser: {field}: {got!r} is not {wanted!r}"


def kept(text):
    """What a reader gets of a body."""
    text = text.decode("utf-8", "replace")
    text = re.sub("\r\n?", "\n", text)
    return re.sub("[\0-\x08\x0b-\x1f\x7f]", "\ufffd", text).encode()


def bodies(count):
    chance = random.Random(6)
    for number in range(count):
        size = 10000 if number == count - 1 else chance.randrange(20)
        pieces = [[chance.choice(PIECES) for _ in range(size)] for _ in "th"]
        pictures = [chance.randbytes(chance.choice([0, 1, 56, 57, 58, 5000]))
                    for _ in range(max(0, chance.randrange(-2, 4)))]
        text, html = ["".join(some).encode("utf-8", "surrogateescape")
                      for some in pieces]
        yield text, html, pictures


def parcel(text, html, pictures):
    return [("from", b"desk@quay.example"), ("id", b"2@quay.example"),
            ("text", text), ("html", html),
            *((f"picture:image/png:{n}@quay.example", picture)
              for n, picture in enumerate(pictures))]


def part_differences(data, parts, body):
    """The parts, for both readers."""
    text, html, pictures = body
    wanted = [[b"text/plain", b"", kept(text)], [b"text/html", b"", kept(html)],
              *([b"image/png", b"<%d@quay.example>" % number, picture]
                for number, picture in enumerate(pictures))]
    own = [[part.get_content_type().encode(),
            (part["Content-ID"] or "").encode(), part.get_payload(decode=True)]
           for part in Mail(data).raw.walk() if not part.is_multipart()]
    for who, got in (("Python", own), ("MIME::Parser", parts)):
        for part in got:
            if part[0].startswith(b"text/"):
                part[2] = part[2].replace(b"\r\n", b"\n")
        if len(got) != len(wanted):
            yield f"{who}: {len(got)} parts of {len(wanted)}"
        for one, other in zip(got, wanted):
            if one != other:
                yield f"{who}: {one!r:.250} is not {other!r:.250}"


def main():
    if not os.access(WRITER, os.X_OK):
        print("1..0 # SKIP tests/naughty/message is not built")
        return
    claims = Claims()
    texts = list(naughty())
    letters = [letter(text) for text in texts]
    made = written(letters)
    claims.claim("more than 1,000 strings, all of them written",
                 [text for text in made if isinstance(text, str)]
                 + ([len(texts)] if len(texts) < 1000 else []))
    claims.claim("lines of naughty strings are mail's",
                 [line for data in made for line in lines_differences(data)])
    claims.claim("fields: those asked for, which say what they were to say", [
        line for data, (fields, _), text in zip(made, read_by_perl(made), texts)
        for line in field_differences(data, fields, said(text))])
    claims.claim("the same again", [
        text for text, one, other in zip(texts, made, written(letters))
        if one != other])

    some = list(bodies(1000))
    parcels = [parcel(*body) for body in some]
    made = written(parcels)
    claims.claim("1,000 bodies, all of them written",
                 [text for text in made if isinstance(text, str)])
    claims.claim("one of them has 2 MB",
                 [] if max(map(len, made)) > 2000000 else [max(map(len, made))])
    claims.claim("lines of bodies are mail's",
                 [line for data in made for line in lines_differences(data)])
    claims.claim("parts: byte for byte what went in, made clean", [
        line for data, (_, parts), body in zip(made, read_by_perl(made), some)
        for line in part_differences(data, parts, body)])
    claims.claim("the same again", [
        body[0] for body, one, other in zip(some, made, written(parcels))
        if one != other])
    claims.done()


main()
