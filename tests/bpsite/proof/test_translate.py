"""The NumPy and SymPy texts that a reader copies say what the equation says."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import mpmath
import numpy as np
import pytest

from bpsite import pages
from bpsite.proof import duals, numeric
from bpsite.proof import notes as marks
from bpsite.proof import tree as t
from bpsite.proof.checker import check_page
from bpsite.proof.defining import announce, signs, with_where
from bpsite.proof.latin import latin
from bpsite.proof.lexicon import Kind
from bpsite.proof.meaning import BUILTIN, Env, Meaning
from bpsite.proof.reading import read
from bpsite.proof.scope import Scope
from bpsite.proof.syntax import ProblemError
from bpsite.proof.translate import numpy_expression, sympy_text
from bpsite.proof.worlds import Claim, World, worlds

DOCS = Path(__file__).parents[3] / "docs"


@functools.cache
def site() -> tuple[tuple[str, t.Rel, Scope], ...]:
    """Every relation whose right side has a NumPy text, with the scope after its formula."""
    done: dict[Path, Scope] = {}
    found: list[tuple[str, t.Rel, Scope]] = []
    for path in sorted(DOCS.rglob("*.md")):
        _page(path, done, found)
    return tuple(found)


def _page(path: Path, done: dict[Path, Scope], found: list[tuple[str, t.Rel, Scope]]) -> Scope:
    if path in done:
        return done[path]
    page, scope, seen = pages.read(path), Scope(), []
    for entry in marks.listed(page, "builds_on"):
        below = (path.parent / entry).resolve()
        handed = _page(below, done, found).copy()
        handed.forget(iter(marks.listed(pages.read(below), "local")))
        scope.add(handed)
    check_page(page, scope, lambda f, n, s: seen.append((f, n, s.copy())))
    for formula, notes, before in seen:
        if any(signs(formula.latex)) and not any(note.key == "define" for note in notes):
            local = with_where(page, notes, before)
            announce(marks.defines(page, notes, local.lexicon), formula.latex, local.lexicon)
            for statement in read(formula.latex, local.lexicon).statements:
                for relation in statement.relations:
                    name = f"{path.name} {formula.tag or formula.line}"
                    found.append((name, relation, local))
    done[path] = scope
    return scope


def namespace(
    relation: t.Rel, world: World, meaning: Meaning[Any], env: Env[Any]
) -> dict[str, Any]:
    """The values of a relation's symbols under the names that the text uses."""
    names: dict[str, Any] = {"np": np, **world.binding}
    for node in t.walk(world.relation):
        if isinstance(node, t.Sym):
            _name(node, names, meaning, env)
        if isinstance(node, t.Call) and node.fn not in BUILTIN:
            function = latin(node.fn, labels=True) + "_prime" * node.primes
            names[function] = _function(node, meaning, env)
    del relation
    return names


def _function(node: t.Call, meaning: Meaning[Any], env: Env[Any]) -> Callable[[float], float]:
    def function(at: float) -> float:
        held = env.hold("argument", mpmath.mpf(at))
        call = t.Call(node.fn, node.primes, (t.Sym("argument"),))
        return float(duals.plain(meaning.value(call, held)))

    return function


def _name(node: t.Sym, names: dict[str, Any], meaning: Meaning[Any], env: Env[Any]) -> None:
    name = latin(node.base, labels=True)
    value = float(duals.plain(meaning.value(node, env)))
    if node.upper:
        names.setdefault(name, {})[int(node.upper[0].text)] = value  # type: ignore[attr-defined] # a number
    elif node.lower:
        array = names.setdefault(name, np.zeros((50,) * len(node.lower)))
        array[tuple(int(i.text) - 1 for i in node.lower)] = value  # type: ignore[attr-defined] # numbers
    else:
        names[name] = value


def texts() -> Iterator[Any]:
    for name, relation, scope in site():
        text = numpy_expression(relation.right, scope.lexicon)
        if text and relation.sign == "=" and not _is_array(relation, scope):
            yield pytest.param(relation, scope, text, id=f"{name}: {text}")


def _is_array(relation: t.Rel, scope: Scope) -> bool:
    return any(scope.kind(s).array for s in t.walk(relation) if isinstance(s, t.Sym))


@pytest.mark.parametrize(("relation", "scope", "text"), list(texts()))
def test_the_numpy_text_has_the_equations_value(relation: t.Rel, scope: Scope, text: str) -> None:
    tried = 0
    for world in worlds(Claim(relation), scope)[:6]:
        for seed in range(4):
            meaning = Meaning(numeric.NumberDomain(numeric.Point(seed)), world.scope, world.binding)
            env: Env[Any] = Env()
            try:
                with mpmath.workdps(numeric.DIGITS):
                    expected = float(duals.plain(meaning.value(world.relation.right, env)))
                    names = namespace(relation, world, meaning, env)
                    names.setdefault(
                        "t", float(meaning.domain.leaf("the common point", Kind("real")))
                    )
                    _bare(world.relation, names, meaning, env)
                    if "l" in world.binding or _long(world):
                        continue
                    value = eval(text, names)  # noqa: S307 # the text is what is tested
            except duals.UndefinedValueError:
                continue
            assert value == pytest.approx(expected, rel=1e-9, abs=1e-12)
            tried += 1
    assert tried or any(
        scope.lexicon.has(s.base, "layer") for s in t.walk(relation) if isinstance(s, t.Sym)
    )


def _long(world: World) -> bool:
    return not world.symbolic


def _bare(relation: t.Rel, names: dict[str, Any], meaning: Meaning[Any], env: Env[Any]) -> None:
    for node in t.walk(relation):
        if isinstance(node, t.Fn):
            call = t.Call(node.base, node.primes, ())
            names[latin(node.base) + "_prime" * node.primes] = _function(call, meaning, env)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(s, id=f"{n}: {s.splitlines()[-1]}")
        for n, r, c in site()
        if (s := sympy_text(r, c.lexicon))
    ],
)
def test_the_sympy_text_runs_alone(text: str) -> None:
    *lines, last = text.splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(lines), names)  # noqa: S102 # the text is what is tested
    assert eval(last, names) is not None  # noqa: S307 # the text is what is tested


def test_a_formula_without_a_numpy_form_has_no_text() -> None:
    derivative = t.Deriv(t.Sym("J"), t.Sym("z"))
    assert numpy_expression(derivative, Scope().lexicon) == ""
    with pytest.raises(ProblemError):
        read(r"\foo", Scope().lexicon)
