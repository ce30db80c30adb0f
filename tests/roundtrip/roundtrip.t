#!/usr/bin/python3
"""Reading our own JSON, Atom and RSS back loses nothing.

Each capture and each feed beside this file is converted to every format, and
from there to every format again.  What has come a longer way must say the same
as what has come the short one, and be the same bytes when it went from a
format to itself.  What the feeds beside this file become, some of which are
against every rule, is valid.

The same means, in XML: the same elements, attributes and text, where
  - elements that a format had to make up (loom:made) do not count;
  - the order of elements of different names (of links: of different relations)
    does not matter, the order of those of one name does; white space between
    elements does not matter;
  - XHTML is the same as HTML with the same markup, and HTML without a "<" the
    same as text; in what is one line (all but content) runs of white space
    are one blank.
In JSON: the same value, whatever the order of an object's members.
"""

import glob
import html
import html.parser
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

FEEDLOOM = os.environ.get("FEEDLOOM", "build/plain/feedloom")
CAPTURES = os.environ.get("CAPTURES", "tests/captures")
HERE = os.path.dirname(os.path.abspath(__file__))
ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
MADE = "{urn:feedloom}made"
FORMATS = ("atom", "rss", "json")
CONTENT = {ATOM + "content",
           "{http://purl.org/rss/1.0/modules/content/}encoded"}
HTML = CONTENT - {ATOM + "content"} | {"description"}
CONSTRUCTS = CONTENT | HTML | {
    ATOM + name for name in ("title", "subtitle", "summary", "rights")}
VOID = set("""area base br col embed hr img input link meta source track
wbr""".split())


class Markup(html.parser.HTMLParser):
    """HTML as a list of what is in it."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []

    def handle_starttag(self, tag, attrs):
        self.parts.append((tag, sorted((k, v or "") for k, v in attrs)))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.parts.append("/" + tag)

    def handle_comment(self, data):
        self.parts.append("!" + data)

    def handle_data(self, data):
        if self.parts and isinstance(self.parts[-1], list):
            self.parts[-1][0] += data
        else:
            self.parts.append([data])


def html_parts(text):
    markup = Markup()
    markup.feed(text)
    markup.close()
    for before, part in zip(markup.parts, markup.parts[1:]):
        if before[0] == "pre" and part[0][0] == "\n":
            part[0] = part[0][1:]  # as the parser of a browser does
    return markup.parts


def xhtml_parts(element, parts):
    def text(data):
        if not data:
            return
        if parts and isinstance(parts[-1], list):
            parts[-1][0] += data
        else:
            parts.append([data])

    text(element.text)
    for child in element:
        tag = child.tag.replace(XHTML, "")
        parts.append((tag, sorted(child.attrib.items())))
        xhtml_parts(child, parts)
        if tag not in VOID:
            parts.append("/" + tag)
        text(child.tail)
    return parts


def construct(element):
    """The text of an element as ("text", words) or ("html", markup)."""
    kind = element.get(
        "type", "html" if element.tag in HTML else "text")
    if kind == "xhtml":
        return "html", xhtml_parts(element[0], [])
    text = element.text or ""
    if kind == "html" and "<" in text:
        return "html", html_parts(text)
    if kind == "html":
        text = html.unescape(text)
    if element.tag not in CONTENT:
        text = re.sub("[ \t\r\n]+", " ", text)
    return "text", text.strip(" \t\r\n")


def meaning(element):
    """An element as a value that can be compared."""
    attributes = dict(element.attrib)
    if element.tag in CONSTRUCTS and not attributes.get("src") and \
            attributes.get("type", "text") in ("text", "html", "xhtml"):
        attributes.pop("type", None)
        return element.tag, attributes, construct(element)
    children = {}
    mixed = len(element) > 0 and any(
        (text or "").strip()
        for text in [element.text] + [child.tail for child in element])
    if mixed:
        element.tail = None
        return element.tag, attributes, ET.tostring(element, "unicode")
    for child in element:
        if isinstance(child.tag, str) and child.get(MADE) is None:
            name = child.tag
            if name == ATOM + "link":
                name += " " + child.get("rel", "alternate")
            children.setdefault(name, []).append(meaning(child))
    text = element.text or ""
    return element.tag, attributes, children or text.strip()


def differences(a, b, where=""):
    """Lines that say where two values differ; a few of them."""
    if a == b:
        return []
    if isinstance(a, dict) and isinstance(b, dict):
        lines = []
        for key in list(a) + [k for k in b if k not in a]:
            name = key.rsplit("}", 1)[-1]
            if key not in a:
                lines.append(f"{where}/{name}: new: {b[key]!r:.200}")
            elif key not in b:
                lines.append(f"{where}/{name}: lost: {a[key]!r:.200}")
            else:
                lines += differences(a[key], b[key], f"{where}/{name}")
        return lines
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)) and \
            len(a) == len(b):
        lines = []
        for i, (x, y) in enumerate(zip(a, b)):
            lines += differences(
                x, y, where if isinstance(a, tuple) else f"{where}[{i}]")
        return lines
    return [f"{where}: {a!r:.300} became {b!r:.300}"]


class Converter:
    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        self.known = {}
        self.number = 0

    def __call__(self, path, to):
        """The path of what a file becomes, or None; and what was said."""
        if (path, to) not in self.known:
            self.number += 1
            out = os.path.join(self.folder.name, f"{self.number}.{to}")
            run = subprocess.run(
                [FEEDLOOM, "convert", "-t", to, "-o", out, path],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            said = run.stdout.decode("utf-8", "replace")
            self.known[path, to] = (
                out if run.returncode == 0 else None, said)
        return self.known[path, to]


def load(path):
    with open(path, "rb") as file:
        text = file.read()
    if path.endswith(".json"):
        return json.loads(text)
    return meaning(ET.fromstring(text))


def read(path):
    with open(path, "rb") as file:
        return file.read()


def problems(convert, path):
    """Of one feed: by all ways to each format."""
    for first in FORMATS:
        short, said = convert(path, first)
        if short is None:
            if "ill-formed" not in path:
                yield f"to {first}: {said}"
            return
    for middle in FORMATS:
        for last in FORMATS:
            way = f"{middle}, {last}"
            between, _ = convert(path, middle)
            long, said = convert(between, last)
            if long is None or said:
                yield f"{way}: {said}"
                continue
            short, _ = convert(path, last)
            lines = differences(load(short), load(long))
            for line in lines[:8]:
                yield f"{way}: {line}"
            if middle == last and not lines and read(short) != read(long):
                yield f"{way}: says the same in other bytes"


def words(element):
    """All text and attribute values in an element."""
    for node in element.iter():
        yield from (text for text in node.attrib.values())
        yield from (text for text in (node.text, node.tail) if text)


def invalid(convert, path):
    """What is wrong with any format, by the tests of their standards."""
    for kind in FORMATS:
        if path.endswith("all.json") and kind == "json":
            continue  # its extensions are against the rules, and carried
        check = os.path.join(HERE, "..", "validate", kind)
        run = subprocess.run(
            [check, convert(path, kind)[0]], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, check=False)
        if run.returncode != 0:
            yield run.stdout.decode("utf-8", "replace")


def marks(path):
    return set(re.findall("#[0-9]+", " ".join(
        words(ET.parse(path).getroot())).replace("%23", "#")))


def lost(convert, path):
    """Each value of a feed beside this file has a number of its own."""
    missing = marks(path) - marks(convert(path, "atom")[0])
    if missing:
        yield "in no format: " + " ".join(sorted(missing))


def inputs():
    for pattern in (f"{CAPTURES}/**/*.xml", f"{HERE}/*.xml",
                    f"{HERE}/*.json"):
        for path in sorted(glob.glob(pattern, recursive=True)):
            if "sitemap" not in path:
                yield path


def main():
    only = sys.argv[1:]
    convert = Converter()
    number = failed = 0
    for path in only or inputs():
        number += 1
        name = os.path.relpath(path)
        lines = list(problems(convert, path))
        if not lines and os.path.dirname(os.path.abspath(path)) == HERE:
            lines = list(invalid(convert, path))
            if path.endswith(".xml"):
                lines += lost(convert, path)
        print(f"{'not ok' if lines else 'ok'} {number} - {name}")
        for line in lines[:40]:
            print("#", line.replace("\n", "\n# "))
        failed += bool(lines)
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
