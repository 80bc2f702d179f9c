"""What the names in notes are taken for, where nothing is declared: inferred from their use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bpsite.notes.domains import Declared
from bpsite.notes.pieces import Listed
from bpsite.notes.uses import Uses, uses

FUNCTIONS = set("fghFG") | {rf"\{name}" for name in ("phi", "varphi", "psi", "sigma", "Phi", "Psi")}
COSTS = set("JLCE") | {r"\ell"} | {rf"\mathcal{{{letter}}}" for letter in "JLCE"}
INDICES = set("ijk")
_DIFFERENTIAL = re.compile(r"\\frac\s*\{\s*d(?:[^{}]|\{[^{}]*\})*\}\s*\{\s*d")
_WORD = re.compile(r"\\operatorname\{[A-Za-z]{2,}\}")
_BOLD = re.compile(
    r"(?:\\(?:hat|bar|tilde|widehat)\{)?\\(?:mathbf|boldsymbol|bm)\{(\\?[A-Za-z]+)\}\}?"
)
_ARROW = re.compile(r"\\vec\{.*\}")
_PLAIN = re.compile(r"\\?[A-Za-z]+(?:\{\\?[A-Za-z]+\})?(?:_\{?\w+\}?|\^\{?[(\[]?\w+[)\]]?\}?)*")
_SIZE = re.compile(r"[A-Za-z]|\d+")
_SIZES = "NMKPQRSUVDHBGFZYXWOTCEA"
BUILT_IN = (r"\operatorname{tr}", r"\operatorname{diag}")


@dataclass
class Inferred:
    """The kinds of names as a front matter has them, and what is not sure about some."""

    kinds: dict[str, str] = field(default_factory=dict)
    valued: dict[str, str] = field(default_factory=dict)  # J(w, b), which is always that
    doubts: dict[str, str] = field(default_factory=dict)  # by name: why nothing is decided
    arrays: dict[str, str] = field(default_factory=dict)  # "vector" or "matrix", by base
    plain_layers: bool = False  # whether a^2 may be the second layer
    primed: set[str] = field(default_factory=set)  # symbols that a prime makes other symbols
    loose: set[str] = field(default_factory=set)  # indices of which no range is said
    dependent: set[str] = field(default_factory=set)  # names that stand above in a derivative
    differentials: bool = False  # whether d stands for those of derivatives
    taken: set[str] = field(default_factory=set)  # letters that can't name a size

    def size(self) -> str:
        """A letter for a size that has none in the notes."""
        letter = next((each for each in _SIZES if each not in self.taken), "N")
        self.taken.add(letter)
        return letter


def infer(
    latexes: Sequence[str], listed: Iterable[Listed], declared: Iterable[Declared]
) -> Inferred:
    """What the statements of a file say of their names."""
    used = uses(latexes)
    found = Inferred(dependent=set(used.differentiated))
    found.differentials = any(map(_DIFFERENTIAL.search, latexes))
    found.taken = set(re.findall(r"[A-Za-z]", " ".join(latexes)))
    _indices(used, list(listed), found)
    for each in declared:
        _declared(each, found)
    _functions(used, found)
    _arrays(used, found)
    _euler(used, found)
    return found


def _indices(used: Uses, listed: Sequence[Listed], found: Inferred) -> None:
    ranges = dict(used.ranges)
    for each in listed:
        if not ranges.get(each.name, ("", ""))[1]:
            ranges[each.name] = (each.low, each.high)
    below = {letter for letter in used.below if letter in INDICES | {"t", "l"}}
    above = {letter for letter in used.above if len(letter) == 1 and letter.islower()} - {"l"}
    for name in sorted({*ranges, *below, *above}):
        low, high = ranges.get(name) or _shared_range(name, used, ranges)
        if name in above and name not in ranges and name not in below:
            found.kinds[name] = "example" if name in "in" else f"index 1 to {found.size()}"
            continue
        if not high:
            found.loose.add(name)
        high = high if _SIZE.fullmatch(high) and high != name else found.size()
        low = low if low.isdigit() else "1"
        if not high.isdigit():
            found.kinds.setdefault(high, "natural")
        found.kinds[name] = f"index {low} to {high}"
    if {"l", r"\ell"} & set(used.above) or ("L" in used.above and not _is_value("L", used)):
        name = r"\ell" if r"\ell" in used.above else "l"
        last = found.size() if _is_value("L", used) else "L"
        found.kinds |= {last: "natural", name: f"layer 1 to {last}"}


def _shared_range(name: str, used: Uses, ranges: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """The range of another index of the same symbols, where it is the only one."""
    symbols = used.below.get(name, set())
    others = {ranges[each] for each in ranges if used.below.get(each, set()) & symbols}
    others = {each for each in others if each[1]}
    return others.pop() if len(others) == 1 else ("", "")


def _is_value(name: str, used: Uses) -> bool:
    """Whether a letter stands for a value such as a cost, and for no size."""
    return name in used.called or name in used.differentiated


def _declared(each: Declared, found: Inferred) -> None:
    for name in each.names:
        if found.kinds.get(name, "").startswith(("index", "layer")) or name in found.kinds:
            continue
        if each.kind.startswith(("vector", "matrix")) or not each.kind:
            found.arrays[_base(name)] = each.kind or ("matrix" if _is_capital(name) else "vector")
        if each.kind:
            found.kinds[name] = each.kind


def _base(name: str) -> str:
    """A name without its scripts."""
    return re.split(r"[_^]", name, maxsplit=1)[0].strip()


def _functions(used: Uses, found: Inferred) -> None:
    for name, calls in used.called.items():
        if name in found.kinds or name in BUILT_IN:
            continue
        if _is_valued(name, calls, used):
            found.valued[name] = ",".join(calls[0])
        elif _is_function(name, calls, used):
            found.kinds[name] = "function"
        elif any(len(call) == 1 and _PLAIN.fullmatch(call[0]) for call in calls):
            found.doubts[name] = f"{name}({calls[0][0]}) may be a value of {name}, or a product"
    called = set(used.called) | FUNCTIONS
    for name in (used.primed & called) - set(found.kinds) - set(found.valued):
        found.kinds[name] = "function"
    found.primed = {name for name in used.primed if found.kinds.get(name) != "function"}


def _is_valued(name: str, calls: Sequence[tuple[str, ...]], used: Uses) -> bool:
    """Whether a name is a value at all times, and what stands in brackets says on what it rests."""
    same = len(set(calls)) == 1 and all(map(_PLAIN.fullmatch, calls[0]))
    if not same or name in used.primed or _WORD.fullmatch(name):
        return False
    return name in COSTS or (name in used.bare and name in used.differentiated)


def _is_function(name: str, calls: Sequence[tuple[str, ...]], used: Uses) -> bool:
    if name in used.heads or name in used.primed or _WORD.fullmatch(name):
        return True
    return name in FUNCTIONS | COSTS or any(len(call) > 1 for call in calls)


def _arrays(used: Uses, found: Inferred) -> None:
    for name in sorted(used.whole):
        bold = _BOLD.fullmatch(name)
        kind = ""
        if bold:
            kind = "matrix" if _is_capital(bold[1]) else "vector"
        elif _ARROW.fullmatch(name):
            kind = "vector"
        elif name in used.transposed:
            kind = "matrix" if _is_capital(name) else "vector"
        if kind and found.kinds.get(name) != "function":
            found.arrays.setdefault(name, kind)


def _is_capital(name: str) -> bool:
    letters = re.sub(r".*\{", "", name).lstrip("\\")
    return letters[:1].isupper()


def _euler(used: Uses, found: Inferred) -> None:
    if used.as_symbol and not used.as_power and "e" not in found.valued:
        found.kinds.setdefault("e", "real")
    elif used.as_symbol:
        found.doubts["e"] = "e is Euler's number in places, and a symbol in others"
