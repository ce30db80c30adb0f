#!/usr/bin/python3
"""Judges messages, as JSON that digest/read.py printed: each error that html5lib
finds in an HTML part, characters that were cut, and what mail's parser says."""
import json
import sys

import html5lib

for mail in json.load(sys.stdin):
    slot = mail["head"].get("x-feedloom-slot")
    parser = html5lib.HTMLParser()
    parser.parse(mail["html"])
    for at, code, _ in parser.errors:
        print(slot, at, code)
    for part in ("html", "text"):
        if "\ufffd" in mail[part]:
            print(slot, part, "a character was cut")
    for defect in mail["defects"]:
        print(slot, defect)
