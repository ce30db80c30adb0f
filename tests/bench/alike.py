"""Whether two documents say the same: a fast wrong answer is not a result.

A reader gives the entries of a document, one after the other, as dictionaries;
it shares nothing with feedloom but the input.  Dates are seconds since 1970.
"""

import calendar
import email.utils
import html
import itertools
import json
import re
import time
from xml.etree import ElementTree

SPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "wp": "http://wordpress.org/export/1.2/",
}


APPROVED = "wp:comment[wp:comment_approved='1']"


class Differs(Exception):
    """Says what differs, for people."""


def elements(file, *names):
    """Each element of these names in its turn; then it is forgotten."""
    around = []
    for event, element in ElementTree.iterparse(file, ("start", "end")):
        if event == "start":
            around.append(element)
            continue
        around.pop()
        if element.tag in names:
            yield element
            around[-1].clear()


def seconds(text):
    """Of a date as RFC 822 or RFC 3339 has it; None of none."""
    if not text:
        return None
    if text[0].isalpha():
        return int(email.utils.parsedate_to_datetime(text).timestamp())
    text = re.sub(r"\.\d+", "", text.replace("Z", "+00:00").strip())
    text = text if re.search(r"[+-]\d\d:\d\d$", text) else text + "+00:00"
    return calendar.timegm(time.strptime(text[:19], "%Y-%m-%dT%H:%M:%S"))


def rss(file):
    """Items as they stand in RSS."""
    for item in elements(file, "item"):
        def text(name):
            return item.findtext(name, None, SPACES) or None
        date = text("pubDate")
        yield {
            "id": text("guid"),
            "title": text("title"),
            "url": text("link"),
            "published": seconds(date),
            "author": text("dc:creator"),
            "tags": [c.text for c in item.findall("category")],
            "summary": text("description") or text("excerpt:encoded"),
            "content": text("content:encoded"),
            "comments": text("slash:comments"),
        }


def export(file, all_items=False):
    """Items of an export; published posts unless all are wanted."""
    names = {}
    for element in elements(file, "item", "{%s}author" % SPACES["wp"]):
        def text(name):
            return element.findtext(name, None, SPACES) or None
        if element.tag != "item":
            names[text("wp:author_login")] = text("wp:author_display_name")
        elif all_items or (
            text("wp:post_type") == "post"
            and text("wp:status") == "publish"
            and not text("wp:post_password")
        ):
            login = text("dc:creator")
            yield {
                "id": text("guid"),
                "title": text("title"),
                "url": text("link"),
                "published": seconds(text("pubDate")),
                "author": login if all_items else names[login],
                "tags": [c.text for c in element.findall("category")],
                "summary": text("excerpt:encoded"),
                "content": text("content:encoded"),
                "meta": len(element.findall("wp:postmeta", SPACES)),
                "comments": len(element.findall(APPROVED, SPACES)),
            }


def atom(file):
    for entry in elements(file, "{%s}entry" % SPACES["atom"]):
        def text(name):
            return entry.findtext(name, None, SPACES) or None
        links = {}
        for link in entry.findall("atom:link", SPACES):
            links.setdefault(link.get("rel", "alternate"), link.get("href"))
        yield {
            "id": text("atom:id"),
            "title": text("atom:title"),
            "url": links.get("alternate"),
            "published": seconds(text("atom:published")),
            "updated": seconds(text("atom:updated")),
            "author": text("atom:author/atom:name"),
            "tags": [c.get("term") for c in entry.findall("atom:category", SPACES)],
            "summary": text("atom:summary"),
            "content": text("atom:content"),
            "meta": len(entry.findall("wp:postmeta", SPACES)),
            "comments": text("slash:comments")
            or len(entry.findall("wp:comment", SPACES)),
        }


def of_json_feed(item):
    authors = item.get("authors") or [{}]
    wp = item.get("_wp", {})
    slash = item.get("_slash", {})
    return {
        "id": item["id"],
        "title": item.get("title"),
        "url": item.get("url"),
        "published": seconds(item.get("date_published")),
        "updated": seconds(item.get("date_modified")),
        "author": authors[0].get("name"),
        "tags": item.get("tags", []),
        "summary": item.get("summary"),
        "content": item.get("content_html"),
        "meta": len(wp.get("postmeta", [])),
        "comments": slash.get("comments", [None])[0] or len(wp.get("comment", [])),
    }


def jsonl(file):
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            yield of_json_feed(json.loads(line))


def json_feed(file):
    """The whole, as one value."""
    with open(file, encoding="utf-8") as text:
        for item in json.load(text)["items"]:
            yield of_json_feed(item)


def indented_json_feed(file):
    """The same without taking all of it in: a line "    {" opens an item."""
    item = None
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            if line == "    {\n":
                item = []
            if item is not None:
                item.append(line)
                if line in ("    }\n", "    },\n"):
                    yield of_json_feed(json.loads("".join(item).rstrip(",\n")))
                    item = None


def gofeed(file):
    with open(file, encoding="utf-8") as text:
        for item in json.load(text)["items"]:
            yield {
                "id": item["guid"],
                "title": item["title"],
                "url": item["link"],
                "published": seconds(item["publishedParsed"]),
                "author": item["author"]["name"],
                "tags": item["categories"],
                "summary": item["description"],
                "content": item["content"],
            }


def feedparser(file):
    with open(file, encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            item["published"] = item.pop("date")
            yield item


def exact(value):
    return value


def trimmed(value):
    return value.strip() if isinstance(value, str) else value


def spaced(value):
    """White space of any kind and length is one blank."""
    return " ".join(value.split()) if isinstance(value, str) else value


def blocks(value):
    """WordPress's comments around blocks do not count."""
    if isinstance(value, str):
        value = re.sub(r"<!-- /?wp:.*?-->", "", value)
    return spaced(value)


def in_json(entries):
    """As JSON Feed has them: a summary is plain text, its blanks aside."""
    for entry in entries:
        text = re.sub("<[^>]*>", "", entry["summary"] or "")
        yield {**entry, "summary": spaced(html.unescape(text)) or None}


def of_json(reader):
    """A reader whose summaries are as in_json has them."""
    def read(file):
        for entry in reader(file):
            yield {**entry, "summary": spaced(entry["summary"])}
    return read


FIELDS = ("id", "title", "url", "published", "author", "tags", "summary", "content")


def compare(name, expected, got, fields=FIELDS, by=exact):
    """How many entries there are; all must be alike in these fields."""
    count = 0
    for want, have in itertools.zip_longest(expected, got):
        if want is None or have is None:
            raise Differs(f"{name}: entry {count + 1} is only in "
                          + ("the output" if want is None else "the input"))
        count += 1
        for field in fields:
            a, b = by(want[field]), by(have[field])
            if a != b:
                raise Differs(f"{name}: entry {count} ({want['id']}), {field}:\n"
                              f"  expected {shortened(a, b)}\n"
                              f"  got      {shortened(b, a)}")
    if count == 0:
        raise Differs(f"{name}: no entries")
    return count


def shortened(text, other):
    """Where it differs from the other, and a little more."""
    text, other = repr(text), repr(other)
    at = next((i for i, (a, b) in enumerate(zip(text, other)) if a != b), 0)
    return ("..." if at > 20 else "") + text[max(0, at - 20) : at + 60]


def titles(name, expected, file):
    """A text has all titles, in their order, whatever lines they are on."""
    with open(file, encoding="utf-8") as lines:
        text = spaced(lines.read())
    at = 0
    for entry in expected:
        title = spaced(entry["title"])
        at = text.find(title, at)
        if at == -1:
            raise Differs(f"{name}: no title {title!r}")
