"""The parser's tables for the browser: the same each time, though Lark numbers by sets."""

from __future__ import annotations

import ast
import pickle
from typing import Any

from bpsite.proof.syntax import parse


def tables() -> bytes:
    """What `parse` reads in place of the grammar, which takes long in the browser."""
    saved: dict[str, Any] = pickle.loads(parse.tables())  # noqa: S301 # made a line before
    parser = saved["data"]["parser"]["parser"]
    rows = _named(parser)
    numbers = _numbers(rows, parser["start_states"].values())
    tokens = {name: number for number, name in enumerate(sorted(parser["tokens"].values()))}
    parser["tokens"] = {number: name for name, number in tokens.items()}
    parser["states"] = {
        numbers[state]: {tokens[name]: _moved(act, numbers) for name, act in sorted(row.items())}
        for state, row in sorted(rows.items(), key=lambda pair: numbers[pair[0]])
    }
    for ends in ("start_states", "end_states"):
        parser[ends] = {rule: numbers[state] for rule, state in parser[ends].items()}
    # Read again from its text, since pickle tells apart what is the same object and what is equal.
    return pickle.dumps(ast.literal_eval(repr(saved)), 5)


def _named(parser: Any) -> dict[int, dict[str, Any]]:
    """The actions of each state by the names of their tokens."""
    names = parser["tokens"]
    return {
        state: {names[token]: act for token, act in row.items()}
        for state, row in parser["states"].items()
    }


def _numbers(rows: dict[int, dict[str, Any]], starts: Any) -> dict[int, int]:
    """The states' new numbers: in the order in which one comes to them, by the tokens' names."""
    waiting, found = list(starts), dict[int, int]()
    for state in waiting:
        if state not in found:
            found[state] = len(found)
            waiting += [act[1] for _, act in sorted(rows[state].items()) if _shifts(act)]
    return found


def _shifts(act: Any) -> bool:
    """Whether an action goes on to a state; else it ends a rule."""
    return isinstance(act[1], int)


def _moved(act: Any, numbers: dict[int, int]) -> Any:
    return (act[0], numbers[act[1]]) if _shifts(act) else act
