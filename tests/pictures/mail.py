#!/usr/bin/python3
"""What a message makes its reader fetch, as parsers that are not ours see it.

mail.py FILE... prints lines for each message:

tree TYPE(TYPE TYPE)    its parts
start TYPE              what multipart/related says of its first part
url ELEMENT@ATTRIBUTE VALUE
                        whatever names something elsewhere, but links that are
                        followed by hand
cid ID                  of an image of the page, in order
part ID TYPE DISPOSITION SIZE MD5
                        a part that is no text
alt WORDS               of an image of the page
text LINE               of what the page says, tags aside
plain LINE              of the text part
"""
import email
import email.policy
import hashlib
import re
import sys

import html5lib

BY_HAND = {("a", "href"), ("area", "href"), ("blockquote", "cite"),
           ("q", "cite"), ("ins", "cite"), ("del", "cite")}
NAMES = {"src", "srcset", "poster", "background", "data", "lowsrc", "dynsrc",
         "ping", "action", "formaction", "manifest", "longdesc", "codebase",
         "classid", "archive", "profile", "usemap", "href", "xlink:href",
         "imagesrcset", "icon", "code", "object"}
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*://|^\s*[/\\]{2}|url\(|@import|"
                       r"image-set|^\s*(?:data|cid|file|blob|javascript):",
                       re.I)


def local(name):
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def look(element):
    name = local(element.tag)
    for key, value in element.attrib.items():
        attribute = local(key[1] if isinstance(key, tuple) else key)
        if (name, attribute) in BY_HAND:
            continue
        if name == "img" and attribute == "src" and value.startswith("cid:"):
            print("cid", value[4:])
        elif attribute in NAMES or ELSEWHERE.search(value):
            if name == "meta" and "default-src" in value:
                continue
            print("url %s@%s %s" % (name, attribute, value))
    if name in ("style", "script"):
        text = "".join(element.itertext())
        if ELSEWHERE.search(text) or name == "script":
            print("url %s %s" % (name, text))
    if name == "img":
        print("alt", element.attrib.get("alt", "(none)"))
    for child in element:
        look(child)


def tree(part):
    kind = part.get_content_type()
    if not part.is_multipart():
        return kind
    if kind == "multipart/related":
        print("start", part.get_param("type"))
    return kind + "(" + " ".join(map(tree, part.get_payload())) + ")"


def page(text):
    document = html5lib.parse(text)
    look(document)
    body = [e for e in document if local(e.tag) == "body"][0]
    for line in re.sub(r"[^\S\n]+", " ", "".join(body.itertext())).split("\n"):
        if line.strip():
            print("text", line.strip())


def main(name):
    with open(name, "rb") as file:
        message = email.message_from_binary_file(
            file, policy=email.policy.default)
    print("tree", tree(message))
    for part in message.walk():
        kind = part.get_content_type()
        if part.defects:
            print("defects", part.defects)
        if kind == "text/html":
            page(part.get_content())
        elif kind == "text/plain":
            for line in part.get_content().splitlines():
                if line.strip():
                    print("plain", line.strip())
        elif not part.is_multipart():
            body = part.get_payload(decode=True)
            print("part", part["Content-ID"].strip()[1:-1], kind,
                  part.get_content_disposition(), len(body),
                  hashlib.md5(body).hexdigest())


for each in sys.argv[1:]:
    main(each)
