#!/usr/bin/python3
"""Digests of feeds whose texts are strings.py's: a message for each entry, and
digests that are called as their feeds.  Their fields are those that are to be
there and no others, subjects are what was said, made clean, and neither part
has what could fool a reader (THREATS M1)."""

import mailbox
import os
import re
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape

import html5lib

sys.dont_write_bytecode = True
from mail import Mail, header_differences, shown  # noqa: E402
from naughty import FEEDLOOM, REFERENCES, Claims, entry, read  # noqa: E402
from strings import strings  # noqa: E402

FIELDS = ["X-Feedloom-Unique", "Date", "From", "Subject", "Message-ID",
          "In-Reply-To", "References", "List-Id", "Auto-Submitted",
          "Precedence", "X-Feedloom-Digest", "X-Feedloom-Slot", "MIME-Version",
          "Content-Type"]
CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f]")
HARMFUL = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HEAD = ("<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:x:{0}</id>"
        "<title>{1}</title><link href='https://quay.example/'/>\n{2}</feed>\n")
CONFIG = """defaults {{ every = "1 minute" }}
local function make(name, from, each)
  digest(name) {{ from = from, each = each, every = not each and "daily" or nil,
    sender = "Courier <a@quay.example>", via = mbox "mail.mbox",
    only_new = false }}
end
{}"""


def numbered(number, text):
    link = f"</id><link href='https://quay.example/{number}'/>"
    return entry(number, text).replace("</id>", link, 1)


def made(config, feeds):
    """The messages of two runs, from an mbox; what the program said."""
    with tempfile.TemporaryDirectory() as folder:
        files = {"feedloom.lua": CONFIG.format(config), **feeds}
        for name, text in files.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(text.encode())
        said = ""
        for day in (1, 2):
            run = subprocess.run(
                [FEEDLOOM, "run", "--at", f"2026-06-0{day}T08:00:00Z"],
                cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                env={**os.environ, "STATE_DIRECTORY": ""}, check=False)
            said += f"{run.stdout.decode()}" if run.returncode == 0 \
                else f"{run.returncode} {run.stdout.decode()}"
        box = mailbox.mbox(os.path.join(folder, "mail.mbox"))
        return [Mail(message.as_bytes()) for message in box], said


def differences(message, wanted, deep):
    """What is wrong with a message that is to have that subject."""
    if message.raw.keys() != FIELDS:
        yield f"fields: {message.raw.keys()}"
    yield from header_differences(message, {"Subject": wanted})
    text, html = message.parts
    # In HTML each line has a direction of its own.
    for bad, part in ((HARMFUL, text), (CONTROLS, html)):
        if bad.search(part):
            yield f"{bad.search(part)} in that of {wanted!r}"
    if not deep:
        return
    parser = html5lib.HTMLParser()
    tree = parser.parse(html)
    yield from (f"html: {error} in that of {wanted!r}"
                for error in parser.errors)
    yield from (f"script in that of {wanted!r}" for e in tree.iter()
                if str(e.tag).endswith("}script"))


def main():
    claims = Claims()
    every = list(strings(["{}", "a {} b"]))
    text = HEAD.format("news", "News", "".join(
        numbered(*pair) for pair in enumerate(every)))
    titles = [item.get("title", "") for item in read(text.encode())]
    messages, said = made(
        'feed "news" { source = "news.xml" } make("each", "news", true)',
        {"news.xml": text})
    claims.claim("entries: runs are silent", [said] if said else [])
    claims.claim("entries: a message for each", [
        len(messages)] if len(messages) != len(every) else [])
    wrong = []
    for message in messages:
        number = int(re.findall(r"https://quay\.example/(\d+)",
                                message.parts[0])[0])
        wrong += differences(message, shown(titles[number]),
                             number % 4 == 0)
    claims.claim("entries: subjects, fields, parts", wrong)

    some = every[::8]
    names = [f"f{number}" for number in range(len(some))]
    config = "".join(f'feed "{name}" {{ source = "{name}.xml" }}\n'
                     f'make("{name}", "{name}")\n' for name in names)
    feeds = {f"{name}.xml": HEAD.format(
        name, escape(string, REFERENCES), numbered(0, string))
        for name, string in zip(names, some)}
    messages, said = made(config, feeds)
    claims.claim("feeds: runs are silent", [said] if said else [])
    claims.claim("feeds: a message of each", [
        len(messages)] if len(messages) != len(some) else [])
    by_name = {message["X-Feedloom-Digest"]: message for message in messages}
    wrong = []
    for name, title in zip(names, titles[::8]):
        wrong += differences(
            by_name[name], shown((title or name) + ": 1 new, 2 June 2026"),
            True)
    claims.claim("feeds: subjects, fields, parts", wrong)
    claims.done()


main()
