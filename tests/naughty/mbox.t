#!/usr/bin/python3
"""Many hundred naughty strings in each place of a mail: the headers are
those that are expected and no others, and mail programs read back what went
in, made clean (THREATS M1, M3).  The same for authors and texts of comments."""

import html.parser
import mailbox
import re
import sys
import tempfile

sys.dont_write_bytecode = True
from mail import (HARMFUL, Mail, header_differences, name_differences,  # noqa: E402
                  shown, solid)
from naughty import REFERENCES, Claims, convert, escape, feed, judge, read  # noqa: E402
from strings import strings  # noqa: E402

POST = ["Date", "From", "Subject", "Message-ID", "X-Feedloom-Id",
        "X-Feedloom-Categories", "MIME-Version", "Content-Type"]
COMMENT = ["Date", "From", "Subject", "Message-ID", "In-Reply-To", "References",
           "X-Feedloom-Id", "Archived-At", "MIME-Version", "Content-Type"]


def body_shown(text):
    """A body comes from HTML, which knows no controls."""
    text = re.sub("[\0-\x08\x0b\x0e-\x1f\x7f]", "", text)
    text = re.sub("[\x80-\x9f]", "\ufffd", text)
    text = HARMFUL.sub(lambda m: m[0] if m[0] in "\t\n\r\f"
                       else f"<U+{ord(m[0]):04X}>", text)
    return solid(re.sub("[\xad\ufeff]", "", text))


class Text(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.text = ""

    def handle_data(self, data):
        self.text += data


def text_of(page):
    parser = Text()
    parser.feed(page)
    parser.close()
    return parser.text


def open_mailbox(text):
    with tempfile.NamedTemporaryFile(suffix=".mbox") as file:
        file.write(text)
        file.flush()
        box = mailbox.mbox(file.name, create=False)
        return [Mail(box.get_bytes(key)) for key in box.keys()]


def body_differences(message, text):
    plain, page = message.parts
    got = solid(plain)
    if got != body_shown(text):
        yield f"text: {got[:200]!r} is not {body_shown(text)[:200]!r}"
    got = solid(HARMFUL.sub("", text_of(page)).replace("\ufffd", ""))
    wanted = solid(HARMFUL.sub("", text).replace("\ufffd", ""))
    if got != wanted:
        yield f"HTML: {got[:200]!r} is not {wanted[:200]!r}"
    if re.search("<script", page, re.I):
        yield f"HTML: {page[:200]!r}"


def post_differences(messages, items):
    for message, item in zip(messages, items):
        if message.raw.keys() != POST:
            yield f"headers: {message.raw.keys()}"
        names = [author["name"] for author in item.get("authors", [])]
        yield from header_differences(message, {
            "Subject": shown(item.get("title", "")),
            "X-Feedloom-Id": shown(item["id"]),
            "X-Feedloom-Categories": shown("; ".join(item["tags"]))})
        yield from name_differences(message, shown((names or ["Desk"])[0]))
        yield from body_differences(message, item["content_text"])


def export():
    """A post of an export, with a comment for each string."""
    comments = "".join(
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id>"
        f"<wp:comment_author>{escape(text, REFERENCES)}</wp:comment_author>"
        f"<wp:comment_author_email>{number}@secret.example"
        "</wp:comment_author_email>"
        f"<wp:comment_content>{escape(escape(text), REFERENCES)}"
        "</wp:comment_content><wp:comment_approved>1</wp:comment_approved>"
        f"<wp:comment_parent>{number // 2}</wp:comment_parent></wp:comment>\n"
        for number, text in enumerate(strings(["{}"]), 1))
    return ("<rss version='2.0' "
            "xmlns:wp='http://wordpress.org/export/1.2/'><channel>"
            "<wp:wxr_version>1.2</wp:wxr_version><title>Naughty</title>"
            "<link>https://quay.example</link><item><title>Knots</title>"
            "<guid isPermaLink='false'>https://quay.example/?p=1</guid>"
            "<link>https://quay.example/knots</link>"
            "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
            + comments + "</item></channel></rss>").encode()


def comment_differences(messages, comments):
    ids = {0: messages[0]["Message-ID"]}
    for number, (message, comment) in enumerate(
            zip(messages[1:], comments), 1):
        ids[number] = message["Message-ID"]
        if message.raw.keys() != COMMENT:
            yield f"headers: {message.raw.keys()}"
        if message["In-Reply-To"] != ids[number // 2]:
            yield f"comment {number} answers {message['In-Reply-To']}"
        if message["References"].split()[0] != ids[0]:
            yield f"comment {number} is not of the thread"
        name = comment["comment_author"][0]
        wanted = shown(name if name.strip(" \t\r\n") else "Anonymous")
        yield from name_differences(message, wanted)
        yield from header_differences(message, {
            "Subject": "Re: Knots",
            "X-Feedloom-Id": f"https://quay.example/?p=1#comment-{number}",
            "Archived-At": f"<https://quay.example/knots#comment-{number}>"})


def main():
    claims = Claims()
    text = feed()
    items = read(text)
    made = convert(text, "mbox")
    messages = open_mailbox(made)
    claims.claim("more than 800 strings",
                 [len(items)] if len(items) < 800 else [])
    claims.claim("a message for each entry", [
        len(messages)] if len(messages) != len(items) else [])
    claims.claim("posts: what is read is what was written",
                 list(post_differences(messages, items)))
    claims.claim("posts: a mailbox by the standards", judge("mbox", made))

    text = export()
    comments = read(text)[0]["_wp"]["comment"]
    made = convert(text, "mbox")
    messages = open_mailbox(made)
    claims.claim("a message for the post and for each comment", [
        len(messages)] if len(messages) != len(comments) + 1 else [])
    claims.claim("comments: what is read is what was written",
                 list(comment_differences(messages, comments)))
    claims.claim("comments: a mailbox by the standards", judge("mbox", made))
    claims.claim("comments: nobody's address",
                 re.findall(rb".*secret.example", made))
    claims.done()


main()
