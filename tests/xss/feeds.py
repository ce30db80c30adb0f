"""Feeds of three dialects.  Each entry says one text, in every place where an
entry can say something."""

import json
import re
from xml.sax.saxutils import escape, quoteattr

REFERENCES = {c: f"&#{ord(c)};" for c in "\r\n\t"}
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What a feed of each dialect says of itself.
ATOM = """<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'
 xmlns:m='http://search.yahoo.com/mrss/'><id>urn:x:feed</id>
<title type='html'>{0}</title><subtitle type='html'>{0}</subtitle>
<rights type='html'>{0}</rights>
{1}</feed>
"""
RSS = """<rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'
 xmlns:content='http://purl.org/rss/1.0/modules/content/'
 xmlns:m='http://search.yahoo.com/mrss/'
 xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel>
<title>{0}</title><link>https://a.example/</link><description>{0}</description>
<copyright>{0}</copyright><language>en</language>
{1}</channel></rss>
"""


def held(text):
    """The text as XML can hold it: what is no character of XML is U+FFFD."""
    return NOT_XML.sub("\ufffd", text)


def said(text):
    """The text as an element's and as an attribute's content."""
    text = held(text)
    return escape(text, {"\r": "&#13;"}), quoteattr(text, REFERENCES)


def section(text):
    """The text as a CDATA section, as most of RSS has it."""
    return "<![CDATA[" + held(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def atom_entry(number, text):
    words, value = said(text)
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


def rss_item(number, text):
    words, value = said(text)
    return (f"<item><guid isPermaLink='false'>urn:x:{number}</guid>"
            f"<title>{number} {words}</title><link>{words}</link>"
            f"<author>{words}</author><dc:creator>{words}</dc:creator>"
            f"<category domain={value}>{words}</category>"
            f"<comments>{words}</comments><source url={value}>{words}</source>"
            f"<enclosure url={value} length='1' type='audio/mpeg'/>"
            f"<m:content url={value} medium='image'><m:title type='html'>"
            f"{words}</m:title></m:content><m:thumbnail url={value}/>"
            f"<itunes:image href={value}/><itunes:author>{words}"
            f"</itunes:author><description>{section(text)}</description>"
            f"<content:encoded>{section(text)}</content:encoded></item>\n")


def json_item(number, text):
    return {"id": f"urn:x:{number}", "title": f"{number} {text}", "url": text,
            "external_url": text, "content_html": text, "summary": text,
            "image": text, "banner_image": text, "tags": [text],
            "authors": [{"name": text, "url": text, "avatar": text}],
            "attachments": [{"url": text, "mime_type": "audio/mpeg",
                             "title": text}]}


def atom(texts):
    return ATOM.format(said(texts[0])[0], "".join(
        atom_entry(*pair) for pair in enumerate(texts))).encode()


def rss(texts):
    return RSS.format(said(texts[0])[0], "".join(
        rss_item(*pair) for pair in enumerate(texts))).encode()


def jsonfeed(texts):
    """JSON alone holds every character."""
    return json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": texts[0],
        "description": texts[0], "language": "en",
        "items": [json_item(*pair) for pair in enumerate(texts)]}).encode()
