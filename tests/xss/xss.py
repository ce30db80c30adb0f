#!/usr/bin/python3
"""Each payload in the title, the author, the category, the text, the summary
and the link of an entry, in formats that are HTML: says what a judge finds.

usage: xss.py; lines are "PASSED words" or "FAILED words"; 77: no judge."""

import os
import re
import subprocess
import sys
from xml.sax.saxutils import escape, quoteattr

try:
    import judge
except ImportError as missing:
    print(missing)
    sys.exit(77)
from payloads import payloads

HERE = os.path.dirname(os.path.abspath(__file__))
FEEDLOOM = os.environ.get("FEEDLOOM", HERE + "/../../build/plain/feedloom")
BATCH = 100
# A format, what each of its entries is, and how many more there are of that.
FORMATS = [("html", 'article class="h-entry"', 0),
           ("html,summary", 'article class="h-entry"', 0),
           ("digest-html", 'table class="line"', 2),
           ("digest-html,summary", 'table class="line"', 2)]
REFERENCES = {c: f"&#{ord(c)};" for c in "\r\n\t"}


def told(good, words):
    print("PASSED" if good else "FAILED", words.replace("\n", " "))


def entry(number, text):
    """An Atom entry that says the text wherever it can say something."""
    words, value = escape(text, {"\r": "&#13;"}), quoteattr(text, REFERENCES)
    return (f"<entry><id>urn:x:{number}</id><title type='html'>{number} {words}"
            f"</title><author><name>{words}</name><uri>{words}</uri></author>"
            f"<category term={value} label={value} scheme={value}/>"
            f"<link href={value}/><link rel='enclosure' type='audio/mpeg'"
            f" href={value} title={value}/>"
            f"<link rel='enclosure' type='image/png' href={value}/>"
            f"<m:thumbnail url={value}/><rights type='html'>{words}</rights>"
            f"<source><title>{words}</title><link href={value}/></source>"
            f"<summary type='html'>{words}</summary>"
            f"<content type='html'>{words}</content></entry>\n")


def feed(texts):
    return ("<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en' "
            "xmlns:m='http://search.yahoo.com/mrss/'><id>urn:x:feed</id>"
            f"<title type='html'>{escape(texts[0])}</title>"
            f"<subtitle type='html'>{escape(texts[0])}</subtitle>"
            f"<rights type='html'>{escape(texts[0])}</rights>\n"
            + "".join(entry(*pair) for pair in enumerate(texts))
            + "</feed>\n").encode()


def convert(text, to):
    run = subprocess.run([FEEDLOOM, "convert", "-q", "-t", to], input=text,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         check=False)
    if run.returncode != 0 or run.stderr != b"":
        sys.exit(f"{to}: status {run.returncode}: {run.stderr.decode()}")
    return run.stdout.decode()


def count(tree, what):
    name, attribute, value = re.match(r'(\w+) (\w+)="(.*)"', what).groups()
    return sum(1 for e in tree.iter(judge.XHTML + name)
               if e.get(attribute) == value)


def ears(texts, style):
    """The judge hears what is written raw in a page."""
    raw = "<!DOCTYPE html><title>x</title><body><div>{}</div>"
    heard = sum(1 for t in texts if judge.judge(raw.format(t), style)[0])
    told(heard > 0.8 * len(texts),
         f"the judge hears {heard} of {len(texts)} that stand in a page raw")


def form(to, what, more, texts):
    style = judge.style_of(convert(feed(["plain"] * 7), to))
    found, lost = [], []
    for i in range(0, len(texts), BATCH):
        batch = texts[i:i + BATCH]
        page = convert(feed(batch), to)
        faults, tree = judge.judge(page, style)
        found += faults
        if count(tree, what) != len(batch) + more:
            lost.append(i)
    told(not found, f"{to}: {len(found)} findings: " + "; ".join(found[:5]))
    told(not lost, f"{to}: no entry leaves its place: {lost}")


def main():
    texts = [text for _, text in payloads()]
    told(len(texts) >= 1000, f"there are {len(texts)} payloads")
    ears(texts[::10], "")
    for to, what, more in FORMATS:
        form(to, what, more, texts)


if __name__ == "__main__":
    main()
