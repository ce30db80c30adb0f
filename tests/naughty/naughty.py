"""A feed whose every text is one of strings.py's, and what the program makes
of it; JSON, which escapes everything, says what it read."""

import json
import os
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape, quoteattr

from strings import strings

HERE = os.path.dirname(os.path.abspath(__file__))
FEEDLOOM = os.environ.get("FEEDLOOM", HERE + "/../../build/plain/feedloom")
REFERENCES = {"\r": "&#13;"}


def entry(number, text):
    """An Atom entry that says text wherever it can say something."""
    words = escape(text, REFERENCES)
    term = quoteattr(text, {"\r": "&#13;", "\n": "&#10;", "\t": "&#9;"})
    return (f"<entry><id>{words}|{number}</id><title>{words}</title>"
            f"<author><name>{words}</name></author><category term={term}/>"
            f"<category term='two'/><summary>{words}</summary>"
            f"<content>{words}</content></entry>\n")


def feed():
    entries = [entry(*pair) for pair in enumerate(strings())]
    return ("<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:x:feed</id>"
            "<title>Naughty</title><author><name>Desk</name></author>"
            "<link href='https://quay.example/'/>\n"
            + "".join(entries) + "</feed>\n").encode()


def convert(text, to, *options):
    run = subprocess.run([FEEDLOOM, "convert", "-q", "-t", to, *options],
                         input=text, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, check=False)
    if run.returncode != 0 or run.stderr != b"":
        sys.exit(f"{to}: status {run.returncode}: {run.stderr.decode()}")
    return run.stdout


def read(text):
    """What the program read: a list of items of JSON Feed."""
    return [json.loads(line) for line in convert(text, "jsonl").splitlines()]


def judge(name, text):
    """What tests/validate/NAME says of it."""
    with tempfile.NamedTemporaryFile(suffix="." + name) as file:
        file.write(text)
        file.flush()
        run = subprocess.run([f"{HERE}/../validate/{name}", file.name],
                             stdout=subprocess.PIPE, check=False)
    said = [line for line in run.stdout.decode().splitlines()
            if ": note: " not in line]
    return said[:5]


class Claims:
    """Tests as TAP wants them."""

    def __init__(self):
        self.count = self.failed = 0

    def claim(self, what, wrong):
        """Nothing may be in the list of what is wrong."""
        self.count += 1
        self.failed += bool(wrong)
        print("not ok" if wrong else "ok", self.count, "-", what)
        for line in wrong[:5]:
            print("#", str(line)[:600])

    def done(self):
        print(f"1..{self.count}")
        sys.exit(self.failed > 0)
