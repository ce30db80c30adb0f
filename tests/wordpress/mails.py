#!/usr/bin/python3
"""What Python's email package makes of the Maildirs of a folder, as JSON.

mails.py FOLDER SITE prints a list of messages.  "posts" are those of SITE that
the text part has an address of, in a line alone, with the heading in front of
it; "links" are those that the HTML part has links to.
"""
import email.policy
import hashlib
import html.parser
import json
import mailbox
import os
import re
import sys

TRACES = (b"return-path", b"x-original-to", b"delivered-to", b"received")


class Links(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.all = []

    def handle_starttag(self, tag, attrs):
        self.all += [v for k, v in attrs if tag == "a" and k == "href"]


def as_sent(raw):
    """The bytes without what the server put in front, and without To."""
    head, end, body = raw.partition(b"\n\n")
    lines = re.split(rb"\n(?![ \t])", head)
    return b"\n".join(line for line in lines if line.split(b":")[0].lower()
                      not in TRACES + (b"to",)) + end + body


def posts_of(text, site):
    """[post, heading] of a text; a heading has a rule below it, or a line of
    small print and then the address."""
    found = []
    heading = None
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if i > 0 and re.fullmatch(r"-+|=+", line) and lines[i - 1] \
                and len(line) < 72:
            heading = lines[i - 1]
        match = re.fullmatch(re.escape(site) + r"/([\w-]+)/", line)
        if match:
            small = i > 1 and lines[i - 1] and lines[i - 2]
            found.append([match[1], lines[i - 2] if small else heading])
    return found


def read(box, raw, site):
    m = email.message_from_bytes(raw, policy=email.policy.default)
    parts = list(m.walk())
    text = m.get_body(("plain",)).get_content()
    links = Links()
    links.feed(m.get_body(("html",)).get_content())
    found = [re.fullmatch(re.escape(site) + r"/([\w-]+)/", a)
             for a in links.all]
    return {
        "box": box,
        "id": m["Message-ID"],
        "when": m["Date"].datetime.timestamp(),
        "head": {k.lower(): str(v) for k, v in m.items()
                 if k.lower().encode() not in TRACES},
        "twice": [k for k in {k.lower() for k in m.keys()}
                  if len(m.get_all(k)) > 1 and k.encode() not in TRACES],
        "types": [p.get_content_type() for p in parts],
        "defects": [str(d) for p in parts for d in p.defects]
                   + [str(d) for v in m.values() for d in v.defects],
        "high": len(re.findall(rb"[^\t\n -~]", raw)),
        "longest": max(map(len, raw.split(b"\n"))),
        "sent": hashlib.sha256(as_sent(raw)).hexdigest(),
        "posts": posts_of(text, site),
        "links": sorted({match[1] for match in found if match}),
    }


def main():
    folder, site = sys.argv[1:]
    found = []
    for box in sorted(os.listdir(folder)):
        maildir = mailbox.Maildir(f"{folder}/{box}", create=False)
        for key in sorted(maildir.keys()):
            found.append(read(box, maildir.get_bytes(key), site)
                         | {"file": f"{box}/{key}"})
    json.dump(found, sys.stdout, indent=1)


main()
