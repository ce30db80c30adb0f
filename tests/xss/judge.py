"""What a page could do to whoever opens it, by a parser that is not ours: the
one of the HTML Standard, html5lib.  judge() gives what it finds in a page, in
words; nothing is what it should find."""

import re

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"
# What acts, loads, sends or is read by rules of its own.
ELEMENTS = set("""script iframe object embed applet base form input button
    select option textarea keygen isindex svg math frame frameset noscript
    template noembed noframes xmp plaintext listing marquee portal param
    bgsound layer area map dialog slot image annotation-xml""".split())
ATTRIBUTES = set("""srcdoc formaction action background ping data codebase
    manifest archive code classid dynsrc lowsrc longdesc usemap autofocus
    contenteditable is slot form xlink:href xmlns target nonce
    integrity""".split())
ADDRESSES = set("href src poster cite srcset".split())
PICTURE = re.compile(r"data:image/(?:png|gif|jpe?g|webp);base64,[\w+/=]*\Z")
CSS = re.compile(r"url|expression|import|behaviou?r|binding|script|image-set"
                 r"|[\\<>@{}]", re.I)
SCHEME = re.compile(r"([^/?#:]*):")
SCHEMES = {"http", "https", "mailto", "tel"}


def address(name, value):
    """Why an address must not stand there, or None."""
    parts = [p.split()[0] for p in value.split(",") if p.strip()] \
        if name == "srcset" else [value]
    for part in parts:
        bare = "".join(c for c in part if c > " " and c.isprintable())
        scheme = SCHEME.match(bare)
        if scheme is None or scheme.group(1).lower() in SCHEMES:
            continue
        if name == "src" and PICTURE.match(bare):
            continue
        return f"{name}={value!r:.80}"
    return None


def attributes(element):
    for name, value in element.attrib.items():
        name = name.lower() if isinstance(name, str) else str(name)
        if name.startswith("on") or name.startswith("{") or \
                name in ATTRIBUTES:
            yield f"{name}={value!r:.60}"
        elif name == "style" and CSS.search(value):
            yield f"style={value!r:.60}"
        elif name in ADDRESSES and address(name, value):
            yield address(name, value)


def metas(element):
    """Of <meta> only names, and the policy, once."""
    kind = element.get("http-equiv")
    if kind is None:
        return
    if kind != "Content-Security-Policy" or \
            "default-src 'none'" not in element.get("content", ""):
        yield f"meta http-equiv={kind}"


def elements(tree, style):
    for element in tree.iter():
        if not isinstance(element.tag, str):
            yield "a comment: " + repr(element.text)[:60]
            continue
        tag = element.tag
        name = tag[len(XHTML):] if tag.startswith(XHTML) else tag
        if name in ELEMENTS or tag == name:
            yield f"<{name}>"
        elif name == "meta":
            yield from metas(element)
        elif name == "style" and (element.text or "") != style:
            yield "<style>"
        elif name == "link" and element.get("rel") not in (
                "canonical", "alternate", "icon"):
            yield f"<link rel={element.get('rel')}>"
        for found in attributes(element):
            yield f"<{name} {found}>"


def parse(page):
    return html5lib.parse(page, treebuilder="etree")


def style_of(page):
    """The style sheet of a page that is good."""
    return parse(page).find(f"{XHTML}head/{XHTML}style").text


def again(tree):
    """The page as a browser would write it that had read it."""
    walker = html5lib.getTreeWalker("etree")
    return "<!DOCTYPE html>" + html5lib.serialize(
        tree, tree="etree", omit_optional_tags=False,
        quote_attr_values="always") if walker else ""


def judge(page, style):
    """All that is found, and the tree."""
    tree = parse(page)
    found = list(elements(tree, style))
    found += ["written again: " + f for f in elements(parse(again(tree)), style)
              ] if not found else []
    return found, tree
