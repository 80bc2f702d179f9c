r"""Spellings that people use, each with the one that the checker's grammar reads: `\bf x` and such.

A row is a pattern and what takes a match's place; a number is a group of the pattern. No row
changes what a formula says. What changes with the place of a bracket is in `wrapped`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bpsite.notes.sourced import Part, Row, Sourced

_FONTS = "mathbf|mathrm|mathit|mathsf|mathtt|mathcal|mathscr|mathfrak|mathbb|boldsymbol|bm"
_ACCENTS = "hat|bar|tilde|vec|widehat"
_SCRIPTS = r"(?:[_^](?:\{[^{}]*\}|\\[A-Za-z]+|\w))"
SYMBOL = (
    rf"(?:\\(?:{_FONTS}|{_ACCENTS}|operatorname)\s*\{{\\?\w+\}}|\\(?!partial|frac|d?quad|cdot)[A-Za-z]+|[A-Za-z])"
    rf"\s*(?:'|{_SCRIPTS})*"
)
_END = r"(?![A-Za-z])"


def _row(pattern: str, *parts: Part) -> Row:
    return re.compile(pattern), parts


def _words(names: str, part: str) -> Row:
    """A row for commands of which each is one spelling of the same."""
    return _row(rf"\\(?:{names}){_END}", part)


_NOTHING: Sequence[Row] = (
    _row(
        r"\\(?:label|tag|ref|eqref|cite|hspace|vspace|mspace|phantom|hphantom|vphantom|color)\*?\s*\{[^{}]*\}",
        "",
    ),
    _words(
        "nonumber|notag|displaystyle|textstyle|scriptstyle|limits|nolimits|hfill|noindent|centering|"
        "tiny|scriptsize|footnotesize|small|normalsize|large|Large|LARGE|huge|Huge|"
        "strut|allowdisplaybreaks|allowbreak|nobreak|smallskip|medskip|bigskip|newline|middle",
        " ",
    ),
    _row(rf"\\[bB]igg?[lrm]?{_END}", ""),
    _row(r"\\(?:left|right)\s*\.", ""),
    _row(r"\\(?:left|right)\s*(?=[()\[\]]|\\[{}]|\\[lr](?:brace|brack|angle|floor|ceil))", ""),
    _row(r"\\(?:kern|hskip|mkern)\s*-?[\d.]+\s*(?:em|ex|pt|mu|cm)", " "),
    _row(r"\\[>/]|\\thinspace(?![A-Za-z])|\\enspace(?![A-Za-z])", " "),
    _row(r"&amp;", "&"),
    _row(r"&lt;", "<"),
    _row(r"&gt;", ">"),
)

_FONT_ROWS: Sequence[Row] = (
    _row(
        r"\\(?:textrm|textit|textbf|textsf|texttt|textnormal|textup|mbox|hbox|textsc|intertext)(?=\s*\{)",
        r"\text",
    ),
    _row(r"\{\s*\\bf\s+([A-Za-z]+)\s*\}", r"\mathbf{", 1, "}"),
    _row(r"\{\s*\\cal\s+([A-Za-z])\s*\}", r"\mathcal{", 1, "}"),
    _row(r"\{\s*\\rm\s+([A-Za-z]+)\s*\}", r"\mathrm{", 1, "}"),
    _row(r"\\bf\s*(?=\{)", r"\mathbf"),
    _row(r"\\cal\s*(?=\{)", r"\mathcal"),
    _row(r"\\rm\s*(?=\{)", r"\mathrm"),
    _row(r"([_^])\s*(\\(?:text|mathrm|operatorname)\s*\{[^{}]*\})", 1, "{", 2, "}"),
    _words("pmb", r"\boldsymbol"),
    _row(rf"\\(?:{_FONTS})\s*\{{\s*(\\(?:{_FONTS})\s*\{{[^{{}}]*\}})\s*\}}", 1),
    _row(
        rf"\\({_FONTS})\s*\{{\s*\\({_ACCENTS})\s*\{{\s*(\\?[A-Za-z]+)\s*\}}\s*\}}",
        "\\",
        2,
        "{\\",
        1,
        "{",
        3,
        "}}",
    ),
    _words("overline", r"\bar"),
    _words("widetilde", r"\tilde"),
    _row(
        rf"\\({_FONTS})(?:\s+([A-Za-z])(?![A-Za-z])|\s*(\d)|\s*(\\[A-Za-z]+))",
        "\\",
        1,
        "{",
        2,
        3,
        4,
        "}",
    ),
    _row(
        rf"\\({_FONTS}|{_ACCENTS})\s*\{{\s*(\\?[A-Za-z]+)\s*({_SCRIPTS}+)\s*\}}",
        "\\",
        1,
        "{",
        2,
        "}",
        3,
    ),
    _row(
        r"\\(?:mathbb|mathds|mathbbm|mathbf)\s*\{\s*1\s*\}(?=\s*(?:\[|\\?\{|\\left|\())",
        r"\indicator",
    ),
    _row(r"\\(?:mathbb|mathds|mathbbm)\s*\{\s*1\s*\}", r"\mathbf{1}"),
    _row(
        r"\\(?:mathrm|mathsf|mathtt|text|mathit)\s*\{\s*([A-Za-z]{2,})\s*\}(?=\s*['(\[]|\s*\\left|\s*\^\{?\\?prime)",
        r"\operatorname{",
        1,
        "}",
    ),
    _row(
        r"(?<!_)(?<!_\{)\\(?:mathrm|mathsf|mathtt|mathit)\s*\{\s*([A-Za-z]{2,})\s*\}",
        r"\operatorname{",
        1,
        "}",
    ),
    _row(r"\\operatorname\s*\*?\s*\{\s*(?:Tr|trace|Trace)\s*\}", r"\operatorname{tr}"),
    _row(r"\\(Tr|tr|trace)(?![A-Za-z])", r"\operatorname{tr}"),
    _row(
        r"\\(diag|sgn|sign|softmax|relu|ReLU|sigmoid|sigm)(?![A-Za-z])",
        r"\operatorname{",
        1,
        "}",
    ),
    _row(
        r"\\operatorname\s*\*?\s*\{\s*(sinh|cosh|tanh|sin|cos|tan|exp|log|ln|max|min)\s*\}",
        "\\",
        1,
    ),
    _row(r"\\operatorname\s*\*?\s*\{\s*(\w+)\s*\}", r"\operatorname{", 1, "}"),
    _row(r"\\(?:mathrm|text)\s*\{\s*d\s*\}", "d"),
)

_TRANSPOSE = (
    r"\^\s*(?:\{\s*)?(?:\\(?:mathrm|mathsf|mathbf|text|mathit|operatorname)\s*\{\s*T\s*\}|"
    r"\\intercal(?![A-Za-z])|\\dagger(?![A-Za-z])|\\(?:mathrm|mathsf)\s+T(?![A-Za-z]))(?:\s*\})?"
)
PLAIN_LAYER = re.compile(r"\^\s*(?:([lL])(?![A-Za-z])|\{\s*((?:[lL]|\\ell)(?:\s*[+-]\s*\d)?)\s*\})")
"""A layer that stands above without brackets: nobody raises to the power of l."""
_SCRIPT_ROWS: Sequence[Row] = (
    _row(r"\^\s*\{?\s*\\prime\s*\\prime\s*\}?", "''"),
    _row(r"\^\s*\{\s*('+)\s*\}", 1),
    _row(rf"\^\s*(?:\\prime{_END}|\{{\s*\\prime\s*\}})", "'"),
    _row(
        r"\^\s*\{\s*([\[(][^\[\](){}]*[\])])\s*(?:\\top|\\intercal|T|\\mathrm\{T\})\s*\}",
        "^{",
        1,
        r"}^\top",
    ),
    _row(
        r"\^\s*\{\s*([\[(][^\[\](){}]*[\])])\s*([\[(][^\[\](){}]*[\])])\s*\}",
        "^{",
        1,
        "}^{",
        2,
        "}",
    ),
    _row(
        r"\^\s*\{\s*([\[(][^\[\](){}]*[\])])\s*\\langle\s*([^{}]*?)\s*\\rangle\s*\}",
        "^{",
        1,
        "}^{(",
        2,
        ")}",
    ),
    _row(r"\^\s*\{\s*([\[(][^\[\](){}]*[\])])\s*(\d)\s*\}", "^{", 1, "}^{", 2, "}"),
    _row(r"\^\s*(?:\{\s*\+\s*\}|\+(?!\s*[\w\\{(]))", r"_{\text{plus}}"),
    _row(r"\^\s*(?:\{\s*-\s*\}|-(?!\s*[\w\\{(]))", r"_{\text{minus}}"),
    _row(r"\^\s*\{\s*([A-Za-z]{4,})\s*\}", r"_{\text{", 1, "}}"),
    _row(r"_\s*\{\s*(\d\d+)\s*\}", r"_{\text{", 1, "}}"),
    (PLAIN_LAYER, ("^{(", 1, 2, ")}")),
    _row(_TRANSPOSE, r"^\top"),
    _row(r"\^\s*(?:\{\s*T\s*\}|T)", r"^\top "),
    _row(
        r"\^\s*(?:\*|\\ast(?![A-Za-z])|\\star(?![A-Za-z])|\{\s*(?:\*|\\ast|\\star)\s*\})",
        r"_{\text{star}}",
    ),
    _row(r"\^\s*\{\s*(?:<|\\langle)\s*([^{}<>]*?)\s*(?:>|\\rangle)\s*\}", "^{(", 1, ")}"),
    _row(r"\^\s*\[\s*([^\[\]{}]*?)\s*\]", "^{(", 1, ")}"),
)

_SIGNS: Sequence[Row] = (
    _row(
        r"\\(?:overset|stackrel)\s*\{\s*(?:\\(?:text|mathrm|operatorname)\s*\{\s*)?(?:def|\\triangle|\\Delta|\\bigtriangleup|\.)\.?\s*\}?\s*\}\s*\{\s*=\s*\}",
        r"\equiv ",
    ),
    _row(r"\\(?:overset|stackrel)\s*(?:\{(?:[^{}]|\{[^{}]*\})*\})\s*\{\s*([^{}]*)\s*\}", 1),
    _row(
        r"(?:\\triangleq|\\coloneqq|\\doteq|\\vcentcolon\s*=|\\colon\s*=)(?![A-Za-z])|:\s*=|=\s*:",
        r"\equiv ",
    ),
    _words("leqslant", r"\le "),
    _words("geqslant", r"\ge "),
    _words("simeq|approxeq|cong", r"\approx "),
    _row(r"\\not\s*=", r"\ne "),
    _row(r"\\underset\s*\{([^{}]*)\}\s*\{([^{}]*)\}", 2, "_{", 1, "}"),
    _row(r"(\\\\)\s*\[\s*-?[\d.]+\s*[a-z]{2}\s*\]", 1),
    _row(
        r"\\Delta(?![A-Za-z])(?!\s*[A-Za-z{])(?!\s*\\(?!cdot|times|odot|[gln]eq?\b|approx|in\b|equiv|q?quad|[,;:)\]]))",
        r"\operatorname{Delta}",
    ),
    _words("rightarrow|longrightarrow", r"\to "),
    _words("longleftarrow|gets", r"\leftarrow "),
    _words(
        "Longrightarrow|implies|impliedby|iff|Leftrightarrow|Longleftrightarrow|therefore|Leftarrow",
        r"\Rightarrow ",
    ),
    _words("dotsc|dotsb|dotsm|dotso|dots|cdots|vdots|ddots", r"\ldots "),
    _words("cdotp|bullet", r"\cdot "),
    _words("lbrace", r"\{"),
    _words("rbrace", r"\}"),
    _words("lbrack", "["),
    _words("rbrack", "]"),
    _words("vert", "|"),
    _words("Vert", r"\|"),
    _words("cfrac|dfrac|tfrac", r"\frac"),
    _row(r"(?<=\d)\{,\}(?=\d)", ""),
    _row(r"(?<![\w.])(\d+(?:\.\d+)?)e(-?\d+)(?!\w)", 1, r"\cdot 10^{", 2, "}"),
    _row(r"\.\s*\.\s*\.|(?<=\d)\s*\.\.\s*(?=[A-Za-z\d])", r"\ldots "),
    _row(r"\\mid\s*\\mid(?![A-Za-z])|(?<!\\)\|\s?\|", r"\|"),
    _row(
        r"\\(sum|prod)(?:\s*\\limits)?\s*_\s*(?:\{\s*([A-Za-z])\s*\}|([A-Za-z]))\s*(?=\^)",
        "\\",
        1,
        "_{",
        2,
        3,
        "=1}",
    ),
    _row(r";(?=[^()]*\))", ","),
    _row(r"(?<![\w.}])\.(\d)", "0.", 1),
    _row(r"\\begin\s*\{smallmatrix\}", r"\begin{matrix}"),
    _row(r"\\end\s*\{smallmatrix\}", r"\end{matrix}"),
    _row(r"[,.;]?\s*(?:\\\\\s*)?(?=\\end\{(?:cases|[pbv]?matrix)\})", ""),
)

_DERIVATIVES: Sequence[Row] = (
    _row(rf"\\partial\s*\{{\s*({SYMBOL})\s*\}}", r"\partial ", 1),
    _row(
        rf"\\partial\s*({SYMBOL})\s*/\s*\\partial\s*({SYMBOL})",
        r"\frac{\partial ",
        1,
        r"}{\partial ",
        2,
        "}",
    ),
    _row(
        rf"(?<![A-Za-z\\}}_^])d\s*({SYMBOL})\s*/\s*d\s*({SYMBOL})", r"\frac{d ", 1, "}{d ", 2, "}"
    ),
    _row(
        r"\\partial\s*_\s*(?:\{([^{}]*)\}|(\\?[A-Za-z]+))", r"\frac{\partial}{\partial ", 1, 2, "}"
    ),
)

ROWS: Sequence[Row] = (*_NOTHING, *_FONT_ROWS, *_SCRIPT_ROWS, *_SIGNS, *_DERIVATIVES)

_BIG_TO = re.compile(r"(\\(?:sum|prod)\s*_\s*(?:\{[^{}]*\}|\w)\s*\^)\s*(\{\s*T\s*\}|T(?![A-Za-z]))")
_MARK = "\N{LATIN SMALL LETTER T WITH HOOK}"  # keeps the T of a sum's end from being a transpose


def spelled(latex: Sourced) -> Sourced:
    """A formula in the spellings that the grammar reads, as far as rows of a table can do it."""
    latex = latex.sub(_BIG_TO, lambda _found: (1, "{" + _MARK + "}"))
    latex = latex.rewritten(ROWS)
    return latex.sub(re.compile(_MARK), lambda _found: ("T",))
