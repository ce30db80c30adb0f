#!/usr/bin/python3
"""One page of WordPress says the same in each of its feeds.

Titles are compared as text, dates as moments.  What WordPress itself says in
one format and not in the other is left out: RSS has no date of the last
change, RSS 1.0 no comments, enclosures or ids of their own, and the comments
on one post are called so with a colon or without, and linked to another place
of its page.
"""

import datetime
import html
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

FEEDLOOM = os.environ.get("FEEDLOOM", "build/plain/feedloom")
CAPTURES = os.environ.get("CAPTURES", "tests/captures")
ATOM = "{http://www.w3.org/2005/Atom}"
MADE = "{urn:feedloom}made"

RDF = {"id", "replies", "enclosure"}

# One feed, another one of the same page, and what only one of them has.
PAGES = [
    ("main.atom.xml", "main-full.rss.xml", set()),
    ("main-summary.atom.xml", "main-summary.rss.xml", set()),
    ("tag-edge-case.atom.xml", "tag-edge-case.rss.xml", set()),
    ("tag-new-harbour.atom.xml", "tag-new-harbour.rss.xml", set()),
    ("comments-site.atom.xml", "comments-site.rss.xml", set()),
    ("comments-post.atom.xml", "comments-post.rss.xml",
     {"feed title", "feed link"}),
    ("main.atom.xml", "main.rdf.xml", RDF),
    ("tag-edge-case.atom.xml", "tag-edge-case.rdf.xml", RDF),
]


def children(element, name):
    return [child for child in element.findall(ATOM + name)
            if child.get(MADE) is None]


def plain(element):
    """A text construct as one line of text."""
    text = element.text or ""
    if element.get("type") == "html":
        text = html.unescape(re.sub("<[^>]*>", "", text))
    return " ".join(text.split())


def moment(element):
    return datetime.datetime.fromisoformat(
        element.text.replace("Z", "+00:00"))


def entry_fields(entry):
    return {
        "title": [plain(title) for title in children(entry, "title")],
        "link": [link.get("href") for link in children(entry, "link")
                 if link.get("rel") == "alternate"],
        "published": [moment(date) for date in children(entry, "published")],
        "id": [name.text for name in children(entry, "id")],
        "author": [author.findtext(ATOM + "name")
                   for author in children(entry, "author")],
        "content": [content.text.strip()
                    for content in children(entry, "content")],
        "enclosure": [(link.get("href"), link.get("type"), link.get("length"))
                      for link in children(entry, "link")
                      if link.get("rel") == "enclosure"],
        "replies": [link.get("href") for link in children(entry, "link")
                    if link.get("rel") == "replies" and
                    link.get("type") == "text/html"],
    }


def feed_fields(feed):
    return {
        "title": [plain(title) for title in children(feed, "title")],
        "subtitle": [plain(text) for text in children(feed, "subtitle")],
        "link": [link.get("href") for link in children(feed, "link")
                 if link.get("rel") == "alternate"],
    }


def read(name):
    run = subprocess.run(
        [FEEDLOOM, "convert", "-t", "atom", os.path.join(CAPTURES, name)],
        stdout=subprocess.PIPE, check=True)
    return ET.fromstring(run.stdout)


def differences(one, other, without):
    fields, others = feed_fields(one), feed_fields(other)
    for name in fields:
        if "feed " + name not in without and fields[name] != others[name]:
            yield f"feed: {name}: {fields[name]!r:.200} {others[name]!r:.200}"
    entries = one.findall(ATOM + "entry")
    partners = other.findall(ATOM + "entry")
    if len(entries) != len(partners):
        yield f"{len(entries)} entries and {len(partners)}"
    for number, pair in enumerate(zip(entries, partners), 1):
        fields, others = (entry_fields(entry) for entry in pair)
        for name in fields:
            if name not in without and fields[name] != others[name]:
                yield (f"entry {number}: {name}: "
                       f"{fields[name]!r:.300} {others[name]!r:.300}")


def main():
    failed = 0
    print(f"1..{len(PAGES)}")
    for number, (one, other, without) in enumerate(PAGES, 1):
        lines = list(differences(read(one), read(other), without))
        failed += bool(lines)
        print(f"{'not ok' if lines else 'ok'} {number} - {one}, {other}")
        for line in lines[:20]:
            print("#", line)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
