#!/usr/bin/python3
"""Many hundred naughty strings in each column of a table: what is read
back is what went in, and nothing of it is a formula (THREATS P3)."""

import csv
import io
import re
import sys

sys.dont_write_bytecode = True
from naughty import Claims, convert, feed, judge, read  # noqa: E402

FORMULA = re.compile(r"[\t\r\n]|[ \t\r\n\f]*[=+\-@＝＋－＠]")
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
COLUMNS = "columns=id title author categories summary content"


def guarded(text):
    if FORMULA.match(text) and not NUMBER.fullmatch(text):
        return "'" + text
    return text


def expected(item):
    text = item.get("summary", "")
    names = [author["name"] for author in item.get("authors", [])]
    row = [item["id"], item.get("title", ""), *(names or ["Desk"]),
           "; ".join(item["tags"]), text, text]
    return [guarded(cell) for cell in row]


def differences(table, items, separator):
    rows = list(csv.reader(io.StringIO(table.decode(), newline=""),
                           strict=True, delimiter=separator))[1:]
    if len(rows) != len(items):
        yield f"{len(rows)} rows of {len(items)} entries"
    for item, row in zip(items, rows):
        for got, wanted in zip(row, expected(item)):
            if got != wanted:
                yield f"{got!r} is not {wanted!r}"


def main():
    claims = Claims()
    text = feed()
    items = read(text)
    claims.claim("more than 800 strings",
                 [len(items)] if len(items) < 800 else [])
    some = [item for item in items if FORMULA.match(item["id"])]
    claims.claim("many of them are formulas",
                 [len(some)] if len(some) < 40 else [])
    for name, separator in (("comma", ","), ("semicolon", ";"), ("tab", "\t")):
        table = convert(text, f"csv,{COLUMNS},separator={name}")
        claims.claim(f"{name}: what is read is what was written",
                     list(differences(table, items, separator)))
        claims.claim(f"{name}: a table by RFC 4180, without formulas",
                     judge("csv", table))
    claims.done()


main()
