#!/usr/bin/python3
"""Reads the messages that digests have made, in their order: read.py PROGRAM
FOLDER prints them as JSON.  They are in FOLDER/mail.mbox, or else in the outbox.
Python's parser of mail is not ours."""
import email
import email.policy
import json
import mailbox
import os
import re
import subprocess
import sys

program, folder = sys.argv[1:]


def ask(*words):
    return subprocess.run([program, "outbox", *words], cwd=folder, check=True,
                          stdout=subprocess.PIPE).stdout


def raw():
    path = os.path.join(folder, "mail.mbox")
    if os.path.exists(path):
        for one in mailbox.mbox(path):
            yield one.as_bytes()
        return
    for one in json.loads(ask("--all", "--json"))["messages"]:
        yield ask("--show", str(one["number"]))


def part(message, kind):
    for one in message.walk():
        if one.get_content_type() == kind:
            return one.get_content()
    return None


def read(data):
    message = email.message_from_bytes(data, policy=email.policy.SMTP)
    text = part(message, "text/plain")
    html = part(message, "text/html")
    defects = [type(d).__name__ for one in message.walk() for d in one.defects]
    return {
        "head": {name.lower(): str(value) for name, value in message.items()},
        "fields": [name for name, value in message.items()],
        "raw": data.decode("latin-1"),
        "text": text,
        "html": html,
        "size": len(html.encode()),
        "defects": defects,
        # Entries that are shown have a heading of their own.
        "titles": [re.sub("<[^>]*>", "", t)
                   for t in re.findall("<h3.*?>(.*?)</h3>", html, re.S)],
        "groups": [re.sub("<[^>]*>", "", t)
                   for t in re.findall("<h2.*?>(.*?)</h2>", html, re.S)],
    }


json.dump([read(data) for data in raw()], sys.stdout)
