"""Holds a definition against the bpcore function that it answers to, at random and far points."""

from __future__ import annotations

import ast
import types
from collections.abc import Callable, Iterator
from typing import Any

import mpmath
import numpy as np

import bpcore
from bpsite.proof.decide.witnesses import Outcome, assumed
from bpsite.proof.numbers import arrays, duals, numeric
from bpsite.proof.numbers.duals import UndefinedValueError
from bpsite.proof.numbers.meaning import Env, Meaning
from bpsite.proof.scope import networks
from bpsite.proof.scope.instances import Binding, bounds, instantiate
from bpsite.proof.scope.latin import latin
from bpsite.proof.scope.lookup import Definition, Scope
from bpsite.proof.scope.worlds import Claim, World, is_array_claim, worlds
from bpsite.proof.syntax import tree as t
from bpsite.proof.syntax.lexicon import Kind, exact, signature
from bpsite.proof.syntax.parse import ProblemError

POINTS = 24
FAR = ("0", "1e-9", "-1e-9", "1", "-1", "30", "-30", "300", "-300", "700", "-700")
_RELATIVE = 1e-9


class RefusalError(Exception):
    """bpcore takes fewer arguments than the page's symbols may have, and refused these."""


def compared(definition: Definition, scope: Scope, claim: Claim) -> Outcome:
    """The verdict on a definition: `failed` where bpcore computes something else."""
    call = parsed(definition.bpcore)
    name = ast.unparse(next(n for n in ast.walk(call) if isinstance(n, ast.Call)).func)
    tried, refusal = 0, f"bpcore.{name} could not be tried anywhere"
    for world, seed in _tries(definition, scope, claim):
        try:
            found = _tried(definition, world, seed, call)
        except RefusalError as error:
            refusal = f"bpcore.{name} refuses these arguments: {error}"
            continue
        if found is not None and not found[0]:
            return Outcome("failed", "bpcore", f"differs from bpcore.{name} at {found[1]}")
        tried += found is not None
    if not tried:
        raise ProblemError(claim.relation.span[0], refusal, "Correct the call in `define`.")
    return Outcome("definition", f"the same as bpcore.{name} at {tried} points")


def _tried(
    definition: Definition, world: World, seed: int, call: ast.expr
) -> tuple[bool, str] | None:
    """Whether page and code agree at a point, and what to say if not; None without values."""
    if is_array_claim(world):
        return _arrays_agree(definition, world, seed, call)
    values = _values(definition, world, seed, call)
    if values is None:
        return None
    page, code, where = values
    return _agree(page, code, definition), f"{where}: page {page:.12g}, code {code:.12g}"


def _arrays_agree(
    definition: Definition, world: World, seed: int, call: ast.expr
) -> tuple[bool, str]:
    domain = arrays.ArrayDomain(seed)
    meaning: Meaning[Any] = Meaning(domain, world.scope, world.binding)
    env: Env[Any] = Env()
    page = _of_array(meaning.value(definition.body, env))
    code = np.asarray(_Caller(definition, world, meaning, env, _of_array).value(call))
    where = arrays.shapes(domain)
    if page.shape != code.shape:
        return False, f"{where}: page has shape {page.shape}, code {code.shape}"
    return bool(np.allclose(page, code, rtol=_RELATIVE, atol=1e-12)), f"{where}, in value"


def _of_array(value: Any) -> Any:
    """A vector has one axis in bpcore, a number none."""
    return value.real[:, 0] if value.ndim == 2 and value.shape[1] == 1 else value.real


def _of_number(value: Any) -> float:
    return float(duals.plain(value))


def parsed(text: str) -> ast.expr:
    """The call as Python's tree, if it is nothing but a call of a public function, indexed."""
    try:
        tree = ast.parse(text, mode="eval").body if len(text) < 200 else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        tree = None
    inner = tree
    while isinstance(inner, ast.Subscript):
        inner = inner.value
    if not isinstance(inner, ast.Call) or inner.keywords or tree is None:
        raise ProblemError(
            0, f"{text!r} is no call of a bpcore function", "% define: J = cost(yhat, y)"
        )
    _function(inner.func)
    return tree


def _function(node: ast.expr) -> Any:
    """The public function that a name, or a module's attribute, stands for."""
    if isinstance(node, ast.Name) and node.id in bpcore.__all__:
        found = getattr(bpcore, node.id)
        if not isinstance(found, types.ModuleType):
            return found
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        module = getattr(bpcore, node.value.id, None) if node.value.id in bpcore.__all__ else None
        if isinstance(module, types.ModuleType) and not node.attr.startswith("_"):
            function = getattr(module, node.attr, None)
            if callable(function) and getattr(function, "__module__", "") == module.__name__:
                return function
    raise ProblemError(0, f"bpcore has no function {ast.unparse(node)}", "Correct the name.")


def _tries(definition: Definition, scope: Scope, claim: Claim) -> Iterator[tuple[World, int]]:
    found = [World(scope, {}, claim.relation)]
    if not definition.is_function:
        found = [world for world in worlds(claim, scope) if world.scope is scope and world.symbolic]
    each = max(3, POINTS // len(found))
    for world in found:
        for seed in range(each):
            yield world, seed
    if definition.is_function and len(definition.params) == 1:
        for number in range(len(FAR)):
            yield found[0], -1 - number


def _values(
    definition: Definition, world: World, seed: int, call: ast.expr
) -> tuple[float, float, str] | None:
    point = numeric.Point(abs(seed), extreme=seed % 3 == 2, small=seed % 3 == 1)
    with mpmath.workdps(numeric.DIGITS):
        meaning = Meaning(numeric.NumberDomain(point), world.scope, world.binding)
        try:
            env = _rounded(assumed(world, meaning))
            if definition.is_function and seed < 0:
                key = exact(definition.params[0]) or definition.params[0].base
                env = env.hold(key, mpmath.mpf(FAR[-1 - seed]))
            page = _page_value(definition, world, meaning, env)
            code = _Caller(definition, world, meaning, env, _of_number).value(call)
        except UndefinedValueError:
            return None
    shown = ", ".join(
        f"{k} = {mpmath.nstr(v, 4)}" for k, v in [*point.values.items(), *env.held.items()]
    )
    return float(page), _scalar(code), shown or "every point"


def _rounded(env: Env[Any]) -> Env[Any]:
    return Env({key: mpmath.mpf(float(value)) for key, value in env.held.items()})


def _page_value(definition: Definition, world: World, meaning: Meaning[Any], env: Env[Any]) -> Any:
    body = instantiate(definition.body, world.binding, world.scope.lexicon)
    if not definition.is_function:
        left = instantiate(world.relation.left, {}, world.scope.lexicon)
        target = left if isinstance(left, t.Sym) else world.relation.right
        return duals.plain(meaning.value(target, env))
    return duals.plain(meaning.value(body, env))


def _scalar(value: Any) -> float:
    array = np.asarray(value, dtype=float)
    if array.size != 1:
        raise ProblemError(
            0, f"the bpcore call gives shape {array.shape}, not a number", "Index it."
        )
    return float(array.reshape(()))


def _agree(page: float, code: float, definition: Definition) -> bool:
    slack = 0.0 if definition.is_function else 1e-11 * max(1.0, abs(page))
    return abs(page - code) <= _RELATIVE * abs(page) + slack + 1e-300


class _Caller:
    """Evaluates a parsed call; a name is a symbol of the page at this point."""

    def __init__(
        self,
        definition: Definition,
        world: World,
        meaning: Meaning[Any],
        env: Env[Any],
        plain: Callable[[Any], Any],
    ) -> None:
        self.definition, self.world, self.meaning, self.env = definition, world, meaning, env
        self.plain = plain
        self.binding: Binding = world.binding
        self.reached = reached(definition, world)

    def value(self, node: ast.expr) -> Any:
        """The value of a call, a subscript, a name or a number."""
        if isinstance(node, ast.Call):
            return self._called(node)
        if isinstance(node, ast.Subscript):
            return self._indexed(self.value(node.value), node.slice)
        if isinstance(node, ast.Name):
            return self._named(node.id)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return node.value
        raise ProblemError(0, f"{ast.unparse(node)} can't stand in a bpcore call", "Name a symbol.")

    def _called(self, node: ast.Call) -> Any:
        arguments = [self.value(argument) for argument in node.args]
        try:
            with np.errstate(all="ignore"):
                return _function(node.func)(*arguments)
        except (TypeError, ValueError) as error:
            raise RefusalError(str(error)) from None

    def _indexed(self, whole: Any, index: ast.expr) -> Any:
        if isinstance(index, ast.Name) and index.id in self.binding:
            number = self.binding[index.id]
        elif isinstance(index, ast.Name) and (own := self._own_index(index.id)) is not None:
            number = own
        elif isinstance(index, ast.Constant) and isinstance(index.value, int):
            number = index.value
        else:
            raise ProblemError(
                0, f"the index {ast.unparse(index)} has no value", "Use l, k or a number."
            )
        try:
            return whole[number - 1 if isinstance(whole, np.ndarray) else number]
        except (KeyError, IndexError, TypeError):
            raise ProblemError(
                0, f"the bpcore call has nothing at {number}", "Correct it."
            ) from None

    def _own_index(self, name: str) -> int | None:
        """The layer of z^{(2)} where one `define` speaks of all z^{(l)}."""
        target = self.definition.target
        indices = [i for i in (*target.upper, *target.lower) if isinstance(i, t.Num)]
        known = self.world.scope.lexicon.is_index(name)
        return int(indices[0].text) if len(indices) == 1 and known else None

    def _named(self, name: str) -> Any:
        for param in self.definition.params:
            if latin(param.base) == name:
                return self._number(param)
        keys = sorted({signature(s) for s in self.reached if latin(s.base) == name})
        if not keys:
            known = {k for k in self.world.scope.lexicon.kinds if latin(k.rstrip("^_")) == name}
            keys = sorted(k for k in known if "(" not in k.removesuffix("}")) or sorted(known)
        if len(keys) != 1:
            what = "no symbol" if not keys else "more than one symbol"
            raise ProblemError(0, f"{name} in the bpcore call is {what} of the page", "Rename it.")
        return self._family(keys[0])

    def _family(self, key: str) -> Any:
        base = key.rstrip("^_")
        if key == base:
            return self._number(t.Sym(base))
        if key.endswith("^"):
            return {
                layer: self._number(t.Sym(base, (t.Num(str(layer)),)))
                for layer in self._layers(key)
            }
        low, high = bounds(self._index_of(key), self.binding, (0, 0))
        members = [t.Sym(base, (), (t.Num(str(n)),)) for n in range(low, high + 1)]
        return np.array([self._number(member) for member in members])

    def _layers(self, key: str) -> list[int]:
        defined = networks.layered(self.world.scope).get(key)
        last = networks.last_layer(self.world.scope)
        if key in self.world.scope.general:
            return list(range(2, last + 1))
        return sorted(defined) if defined else list(range(1, last))

    def _index_of(self, key: str) -> Kind:
        """The index that a family was declared with."""
        kinds = self.world.scope.lexicon.kinds
        index = kinds.get(kinds[key].over[-1]) if kinds[key].over else None
        if key.count("_") - key.rstrip("_").count("_") != 1 or index is None or not index.low:
            message = f"{latin(key.rstrip('_'))} in the bpcore call has no single range"
            raise ProblemError(0, message, "% let k: index 1 to n")
        return index

    def _number(self, symbol: t.Sym) -> Any:
        return self.plain(self.meaning.value(symbol, self.env))


def reached(definition: Definition, world: World) -> set[t.Sym]:
    """All symbols with numbers for indices that a definition rests on."""
    found: set[t.Sym] = set()
    waiting = [instantiate(definition.body, world.binding, world.scope.lexicon)]
    while waiting:
        for node in t.walk(waiting.pop()):
            if isinstance(node, t.Sym) and node not in found:
                found.add(node)
                body = world.scope.body(node, world.binding)
                waiting += [body] if body is not None else []
            if isinstance(node, t.Call) and node.fn in world.scope.functions:
                inner = world.scope.functions[node.fn]
                if inner is not definition and not _own_params(inner):
                    waiting.append(inner.body)
    return found


def _own_params(definition: Definition) -> bool:
    symbols = {part for part in t.walk(definition.body) if isinstance(part, t.Sym)}
    return symbols <= set(definition.params)
