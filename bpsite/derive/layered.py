"""The parts of the page that derives backpropagation for layers of units, in their order.

The numbers of units are letters, so that what is derived holds for any; the cells put numbers in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bpsite.derive import arrays
from bpsite.derive.costs import output_signal
from bpsite.derive.functions import IDENTITY
from bpsite.derive.network import Network
from bpsite.derive.page import Page, Row
from bpsite.derive.path import activations, at, made_of

_FRONT_MATTER = r"""---
title: TITLE
description: ABOUT
math:
  let:
    l: layer
    SIZES: natural
    u, \eta: real
    x: vector FIRST
    y: vector LAST
    i: index 1 to LAST
WEIGHTS
---"""
_WEIGHT = r"    \theta^{(<l>)}: matrix TO x FROM"
_BIAS = r"    b^{(<l>)}: vector TO"
_FORWARD = """Each layer multiplies the vector that it gets by a matrix of weights and adds a bias
for each unit, which gives its net inputs, and applies its activation to each of them. A superscript
in parentheses is the number of a layer and never a power."""
_SIGNALS = """The error signal of a layer is the derivative of the cost with respect to its net
inputs: a number for each unit."""
_OUTPUT = "At the output each unit meets its own target. For unit $`i`$:"
_BACK = r"""One layer earlier, the net inputs reach the cost through the next net inputs alone. So
each error signal follows from the one after it: the table of slopes between the two layers is
turned over, which makes a transpose of the weights, and each unit has the slope of its own
activation. The dot in a circle multiplies entry by entry."""
_WEIGHTS = """Each weight acts on one net input, by a multiplication. All derivatives together are a
column times a row: the error signal, and the activations where the weights come from. A bias is
added, so its derivative is the error signal itself."""
_UPDATE = r"""A step against the derivatives makes the cost smaller, if the learning rate $`\eta`$
is small enough. All weights and biases change at once."""
_CHECKED = """The cost as a function of the weights, and as one of the biases, and their derivatives
as `bpcore` measures them, which knows none of the equations above. Where they differed, an error
would say so."""

_JACOBIAN = r"\left( \frac{\partial z^{(<m>)}}{\partial z^{(<l>)}} \right)^\top "
_BY_BIAS = r"\left( \frac{\partial z^{(<m>)}}{\partial b^{(<l>)}} \right)^\top "
_NEXT = r"\frac{\partial J}{\partial z^{(<m>)}}"
_CHAIN = "chain rule, (forward), (cost)"
_HIDDEN: Sequence[Row] = (
    (r"\delta^{(<l>)} &= \frac{\partial J}{\partial z^{(<l>)}}", "by (signal)"),
    (f"&= {_JACOBIAN}{_NEXT}", _CHAIN),
    (rf"&= {_JACOBIAN}\delta^{{(<m>)}}", "by (signal)"),
    (
        r"&= (\theta^{(<l>)})^\top \delta^{(<m>)} \odot f'(z^{(<l>)})",
        "(forward), derivative",
    ),
)
_WITHOUT_SLOPE = (r"&= (\theta^{(<l>)})^\top \delta^{(<m>)}", f"by (slope_{IDENTITY})")
_OUTER: Sequence[Row] = (
    (
        rf"\frac{{\partial J}}{{\partial \theta^{{(<l>)}}}} &= {_NEXT} (a^{{(<l>)}})^\top",
        _CHAIN,
    ),
    (r"&= \delta^{(<m>)} (a^{(<l>)})^\top", "by (signal)"),
)
_OF_BIAS: Sequence[Row] = (
    (rf"\frac{{\partial J}}{{\partial b^{{(<l>)}}}} &= {_BY_BIAS}{_NEXT}", _CHAIN),
    (rf"&= {_BY_BIAS}\delta^{{(<m>)}}", "by (signal)"),
    (r"&= \delta^{(<m>)}", "(forward), derivative"),
)
_ENTRY = re.compile(r"\\hat\{y\}|(?<![a-z\\])y(?![a-z_])|\\net")


def derivation(network: Network) -> str:
    """The page for layers of units."""
    title, about = f"Backpropagation through {network.last} layers of units", _about(network)
    page = Page(_front_matter(network).replace("TITLE", title).replace("ABOUT", about))
    page.words(f"# {title}\n\n{about}")
    page.words(_sizes(network))
    for part in (activations, _forward, _cost, _signals, _weights, _update, _checked):
        part(page, network)
    return page.text()


def _about(network: Network) -> str:
    return f"Layers of {_listed(map(str, network.units))} units, {made_of(network)}"


def _sizes(network: Network) -> str:
    letters = _listed(f"layer {l} has $`{arrays.size(l)}`$" for l in _layers(network))
    numbers = _listed(map(str, network.units))
    return f"Of units, {letters}. What is derived holds for any numbers; the cells take {numbers}."


def _layers(network: Network) -> range:
    return range(1, network.last + 1)


def _listed(parts: Iterable[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}"


def _front_matter(network: Network) -> str:
    declared = [
        at(row, l).replace("TO", arrays.size(l + 1)).replace("FROM", arrays.size(l))
        for l in range(1, network.last)
        for row in (_WEIGHT, _BIAS)
    ]
    sizes = ", ".join(map(arrays.size, _layers(network)))
    filled = _FRONT_MATTER.replace("SIZES", sizes).replace("WEIGHTS", "\n".join(declared))
    return filled.replace("FIRST", arrays.size(1)).replace("LAST", arrays.size(network.last))


def _forward(page: Page, network: Network) -> None:
    page.words(f"## The forward pass\n\n{_FORWARD}")
    rows = ["a^{(1)} &= x"]
    for l in range(1, network.last):
        activated = rf"a^{{(<m>)}} &= {network.function(l + 1).symbol}(z^{{(<m>)}})"
        net = r"z^{(<m>)} &= \theta^{(<l>)} a^{(<l>)} + b^{(<l>)}"
        rows += [at(net, l), at(activated, l)]
    rows[-1] += r" = \hat{y}"
    page.equation("forward", [(row, "") for row in rows], "a^{(l)}", "z^{(l)}", r"\hat{y}")
    page.cell(arrays.forward_cell(network))


def _cost(page: Page, network: Network) -> None:
    cost, written = network.cost, network.cost.layers
    measured = f"How far the predictions are from the targets $`y`$ is measured by {cost.title}."
    page.words(f"## The cost\n\n{measured} {written.words}")
    page.equation("cost", [(_with_outputs(written.latex, network), "")], "J")
    page.cell(f'J = {_with_outputs(written.code, network)}\nprint(f"{{J:.6f}}")')


def _with_outputs(text: str, network: Network) -> str:
    return text.replace("@", arrays.size(network.last))


def _signals(page: Page, network: Network) -> None:
    page.words(f"## The error signals\n\n{_SIGNALS}")
    defined = r"\delta^{(<l>)} &= \frac{\partial J}{\partial z^{(<l>)}}"
    rows = [(at(defined, l), "") for l in range(network.last, 1, -1)]
    page.equation("signal", rows, r"\delta^{(l)}")
    page.words(_OUTPUT)
    page.equation("output", _output_rows(network))
    page.cell(arrays.output_cell(network))
    if network.hidden:
        page.words(_BACK)
    for l in reversed(network.hidden):
        page.equation(f"delta_{l}", _hidden_rows(network, l))
        page.cell(arrays.hidden_cell(network, l))


def _output_rows(network: Network) -> Sequence[Row]:
    """The steps that a path has, for the unit i."""
    net = f"z^{{({network.last})}}_i"
    factor = _with_outputs(network.cost.layers.factor, network)
    rows = output_signal(network.cost, network.output, factor)
    signal = rf"\delta^{{({network.last})}}_i &= \frac{{\partial J}}{{\partial {net}}}"

    def entry(found: re.Match[str]) -> str:
        return net if found[0] == r"\net" else f"{found[0]}_i"

    return [(signal, "by (signal)"), *((_ENTRY.sub(entry, step), reason) for step, reason in rows)]


def _hidden_rows(network: Network, l: int) -> Sequence[Row]:
    function = network.function(l)
    rows = [*_HIDDEN, _WITHOUT_SLOPE] if function.name == IDENTITY else _HIDDEN
    return [(at(step.replace("f'", f"{function.symbol}'"), l), reason) for step, reason in rows]


def _weights(page: Page, network: Network) -> None:
    page.words(f"## The weights and the biases\n\n{_WEIGHTS}")
    for l in range(network.last - 1, 0, -1):
        for name, rows in (("weight", _OUTER), ("bias", _OF_BIAS)):
            page.equation(f"{name}_{l}", [(at(step, l), reason) for step, reason in rows])
    page.cell(arrays.gradients_cell())


def _update(page: Page, network: Network) -> None:
    page.words(f"## The update\n\n{_UPDATE}")
    weight = r"\Delta\theta^{(<l>)} &= -\eta \, \delta^{(<m>)} (a^{(<l>)})^\top"
    bias = r"\Delta b^{(<l>)} &= -\eta \, \delta^{(<m>)}"
    rows = [(at(row, l), "") for l in range(1, network.last) for row in (weight, bias)]
    page.equation("update", rows, r"\Delta\theta^{(l)}", r"\Delta b^{(l)}")
    page.cell(arrays.update_cell())


def _checked(page: Page, network: Network) -> None:
    page.words(f"## All of it, checked\n\n{_CHECKED}")
    page.cell(arrays.check_cell(network))
