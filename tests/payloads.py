"""Texts that a page, a notebook, a sheet or a terminal could take for more than text."""

_LONG = "long " * 500

PAYLOADS = (
    # script
    "<script>window.beaten = true</script>",
    "<SCRIPT SRC=//elsewhere.invalid/x.js></SCRIPT>",
    "<scr<script>ipt>window.beaten = true</scr</script>ipt>",
    "</script><script>window.beaten = true</script>",
    "</title><script>window.beaten = true</script>",
    "</textarea><script>window.beaten = true</script>",
    "</option></select><script>window.beaten = true</script>",
    "--><script>window.beaten = true</script><!--",
    "]]><script>window.beaten = true</script>",
    "javascript:window.beaten=true",
    "';window.beaten=true;//",
    '";window.beaten=true;//',
    "`;window.beaten=true;//",
    "${window.beaten = true}",
    # markup
    "<b>bold</b>",
    "<h1>Heading",
    "<p class=course-fault>fault</p>",
    "<plaintext>",
    "<base href=//elsewhere.invalid>",
    "<meta http-equiv=refresh content='0;url=//elsewhere.invalid'>",
    "<iframe src=javascript:parent.beaten=true></iframe>",
    "<form action=//elsewhere.invalid><input name=q></form>",
    "<a href=javascript:window.beaten=true>here</a>",
    "<table><tr><td>cell",
    "<!-- a comment",
    "<![CDATA[ data ]]>",
    "<?xml version='1.0'?>",
    "a < b > c & d",
    # event handlers
    "<img src=x onerror=window.beaten=true>",
    "<img src=`x` onerror=window.beaten=true>",
    '" onmouseover="window.beaten=true',
    "' onfocus='window.beaten=true' autofocus='",
    "<body onload=window.beaten=true>",
    "<details open ontoggle=window.beaten=true>",
    "<input autofocus onfocus=window.beaten=true>",
    # drawings
    "<svg onload=window.beaten=true>",
    "<svg><script>window.beaten=true</script></svg>",
    "<svg><animate onbegin=window.beaten=true attributeName=x>",
    "<math><mtext><img src=x onerror=window.beaten=true></mtext></math>",
    # style
    "<style>* { display: none }</style>",
    "</style><b>after</b>",
    "<link rel=stylesheet href=//elsewhere.invalid/x.css>",
    "expression(window.beaten=true)",
    "</div></div><div style='position:fixed;inset:0'>over all</div>",
    # entities
    "&lt;script&gt;window.beaten=true&lt;/script&gt;",
    "&#60;img src=x onerror=window.beaten=true&#62;",
    "&amp;amp; &nbsp; &copy &notin; &#x0;",
    # formulas and shells
    '=HYPERLINK("http://elsewhere.invalid","here")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "\t=1+1",
    "$(touch beaten)",
    # direction, width, nothing, half of something
    "\u202egpj.exe",
    "\u2066left\u2069\u2067right\u2069",
    "\u200b\u200czero\u200d width\ufeff",
    "null\x00byte",
    "bell\x07 escape\x1b[31mred",
    "Z\u0351\u036b\u0343\u036a\u0302a\u0349\u034el\u0323go",
    "\u2028line\u2029paragraph",
    "👩🏽‍⚖️🇺🇦",
    _LONG,
    # notebooks and templates
    "[here](javascript:window.beaten=true)",
    "![picture](http://elsewhere.invalid/x.png)",
    "# Heading\n\n* point\n\n```\ncode\n```",
    "| a | b |\n|---|---|\n| c | d |",
    "{{ 7 * 7 }}",
    "{% for x in y %}",
    "{name} {0} {__class__} {",
    "%s %d %(name)s %",
    "$& $1 $` $'",
    "$x^2$ and $$\\href{javascript:window.beaten=true}{x}$$",
    "\\(x^2\\) \\unicode{x41} \\[y\\]",
    # names of files and of what JavaScript and Python keep for themselves
    "../../etc/passwd",
    "C:\\Windows\\System32\\con",
    "~/.ssh/id",
    "portfolio.json",
    "__proto__",
    "constructor",
    "undefined",
    "null",
    "NaN",
)
HARMLESS = "Harmless words"


def named(text: str) -> str:
    """What a name keeps of a text: one line, no control characters, at most 80 characters."""
    kept = "".join(letter for letter in text if letter.isspace() or (letter >= " " and letter != "\x7f"))
    return " ".join(kept.split())[:80].rstrip()
