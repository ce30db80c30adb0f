"""What a mail says, by Python's two readers of mail, and what it is to say."""

import email
import email.header
import email.parser
import email.policy
import email.utils
import re

HARMFUL = re.compile("[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e"
                     "\u2066-\u2069]")


def cut(text, most):
    return text.encode()[:most].decode("utf-8", "ignore")


def blanks(text):
    return re.sub(" +", " ", text).strip(" ")


def shown(text):
    """One line, without what could fool a reader; of a long one the front."""
    front = cut(text, 4 * 998)
    line = re.sub("[ \t\n\r\f]+", " ", front).strip(" ")
    line = HARMFUL.sub(lambda m: f"<U+{ord(m[0]):04X}>", line)
    line = re.sub("[\xa0\u2007\u202f]", "\xa0", line)
    line = re.sub("[\u2028\u2029]", " ", line)
    line = re.sub("[\xad\ufeff]", "", line)
    if len(line.encode()) > 998 or front != text:
        line = cut(line, 995) + "…"
    return blanks(line)


def solid(text):
    """Letters alone: where lines are broken does not matter."""
    return re.sub(r"[\s\xa0\u200b\u2060]+", "", text)


def unfolded(message, name):
    return re.sub(r"\r?\n[ \t]", " ", message.raw[name])


def decoded(message, name):
    """By Python's older reader, as another judge."""
    return blanks(str(email.header.make_header(
        email.header.decode_header(unfolded(message, name)))))


class Mail:
    """A message with what Python's two readers make of its header."""

    newer = email.parser.BytesHeaderParser(policy=email.policy.default)

    def __init__(self, data):
        self.header = self.newer.parsebytes(data)
        self.raw = email.message_from_bytes(data)
        self.parts = [part.get_payload(decode=True).decode("utf-8")
                      for part in self.raw.walk()
                      if part.get_content_maintype() == "text"]

    def __getitem__(self, name):
        return self.header[name]


def header_differences(message, fields):
    """fields: what Subject and others are to say."""
    for name, wanted in fields.items():
        got = blanks(message[name])
        if got != wanted:
            yield f"{name}: {got!r} is not {wanted!r}"
        if decoded(message, name) != wanted:
            yield f"{name}: {decoded(message, name)!r} is not {wanted!r}"


def name_differences(message, wanted, name="From"):
    """Python takes all blanks of a name for the same, and its newer reader
    makes one of what is between two encoded words (RFC 2047, section 6.2)."""
    wanted = " ".join(wanted.split())
    address = message[name].addresses[0]
    if solid(address.display_name) != solid(wanted):
        yield f"{name}: {address.display_name!r} is not {wanted!r}"
    old, _ = email.utils.parseaddr(unfolded(message, name))
    old = " ".join(str(email.header.make_header(
        email.header.decode_header(old))).split())
    if old != wanted:
        yield f"{name}: {old!r} is not {wanted!r}"
