#!/usr/bin/python3
"""Each payload wherever an entry can say something, in Atom, RSS and JSON Feed,
in formats that are HTML and in content that was made clean: says what a judge
finds.

usage: xss.py; lines are "PASSED words" or "FAILED words"; 77: no judge.
FEEDLOOM_PAYLOADS names a folder of more payloads: see lists()."""

import glob
import json
import os
import re
import subprocess
import sys

try:
    import judge
except ImportError as missing:
    print(missing)
    sys.exit(77)
from feeds import atom, held, jsonfeed, rss
from payloads import payloads

HERE = os.path.dirname(os.path.abspath(__file__))
FEEDLOOM = os.environ.get("FEEDLOOM", HERE + "/../../build/plain/feedloom")
FOLDER = os.environ.get("FEEDLOOM_PAYLOADS")
BATCH = 100
PAGE = ('article class="h-entry"', 0)
MAIL = ('table class="line"', 2)
# A dialect, a format, what each of its entries is, and how many more there are
# of that.
FORMATS = [(atom, "html", *PAGE), (atom, "html,summary", *PAGE),
           (atom, "digest-html", *MAIL), (atom, "digest-html,summary", *MAIL),
           (rss, "html", *PAGE), (rss, "html,summary", *PAGE),
           (jsonfeed, "html", *PAGE)]
# Where a page that cares for nothing would write a text.
RAW = "<!DOCTYPE html><title>x</title><body><div>{}</div>"
CARELESS = [RAW] + [RAW.format(place) for place in (
    '<p title="{}">x</p>', "<p title='{}'>x</p>", '<a href="{}">x</a>')]


def told(good, words):
    print("PASSED" if good else "FAILED", words.replace("\n", " "))


def lists(folder):
    """The payloads of other people's lists, each once: every line that is not
    blank of all *.txt in the folder.  Bytes that are not UTF-8 and, in Atom and
    RSS, characters that XML cannot hold become U+FFFD."""
    seen = {}
    for name in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        with open(name, encoding="utf-8", errors="replace", newline="\n") as f:
            seen.update((line.rstrip("\r\n"), None) for line in f
                        if line.strip() != "")
    return list(seen)


def convert(text, to, *options):
    run = subprocess.run([FEEDLOOM, "convert", "-q", *options, "-t", to],
                         input=text, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, check=False)
    if run.returncode != 0 or run.stderr != b"":
        sys.exit(f"{to}: status {run.returncode}: {run.stderr.decode()}")
    return run.stdout.decode()


def count(tree, what):
    name, attribute, value = re.match(r'(\w+) (\w+)="(.*)"', what).groups()
    return sum(1 for e in tree.iter(judge.XHTML + name)
               if e.get(attribute) == value)


def ears(texts, places, share):
    """The judge hears what is written raw in one of the places."""
    heard = sum(any(judge.judge(place.replace("{}", t), "")[0]
                    for place in places) for t in texts)
    told(heard > share * len(texts), f"the judge hears {heard} of {len(texts)}"
         f" that stand raw in {len(places)} places of a page")


def form(dialect, to, what, more, texts):
    style = judge.style_of(convert(dialect(["plain"] * 7), to))
    found, lost = [], []
    for i in range(0, len(texts), BATCH):
        batch = texts[i:i + BATCH]
        page = convert(dialect(batch), to)
        faults, tree = judge.judge(page, style)
        found += faults
        if count(tree, what) != len(batch) + more:
            lost.append(i)
    name = f"{dialect.__name__} as {to}, {len(texts)} payloads"
    told(not found, f"{name}: {len(found)} findings: " + "; ".join(found[:5]))
    told(not lost, f"{name}: no entry leaves its place: {lost}")


def fragments(dialect, texts):
    """What --sanitize leaves of each content, in a page of its own."""
    found = []
    for i in range(0, len(texts), BATCH):
        feed = convert(dialect(texts[i:i + BATCH]), "json", "--sanitize")
        for item in json.loads(feed)["items"]:
            found += judge.judge(RAW.replace("{}", item["content_html"]), "")[0]
    told(not found, f"{dialect.__name__} made clean, {len(texts)} payloads: "
         f"{len(found)} findings: " + "; ".join(found[:5]))


def main():
    texts = [text for _, text in payloads()]
    told(len(texts) >= 1000, f"there are {len(texts)} payloads")
    ears(texts[::10], [RAW], 0.8)
    if FOLDER is not None:
        more = lists(FOLDER)
        told(more, f"the lists have {len(more)} payloads, "
             f"{sum(t != held(t) for t in more)} with what XML cannot hold")
        ears(more, CARELESS, 0.5)
        texts = list(dict.fromkeys(texts + more))
    for row in FORMATS:
        form(*row, texts)
    fragments(rss, texts)


if __name__ == "__main__":
    main()
