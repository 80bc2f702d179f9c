"""The parts of the page that derives backpropagation for a path of units, in their order."""

from __future__ import annotations

from collections.abc import Sequence

from bpsite.derive import numbers
from bpsite.derive.costs import output_signal
from bpsite.derive.functions import FUNCTIONS, IDENTITY
from bpsite.derive.network import Network
from bpsite.derive.page import Page, Row

_FRONT_MATTER = r"""---
title: TITLE
description: ABOUT
math:
  let:
    l: layer
    u, x, y, \eta: real
    \theta^{(l)}: real
---"""
_FORWARD = """Each layer multiplies the number that it gets by a weight, which gives its net input,
and applies its activation to that. A superscript in parentheses is the number of a layer and never
a power."""
_SIGNALS = """The error signal of a layer is the derivative of the cost with respect to its net
input: what a change of that number alone does to the cost."""
_BACK = """One layer earlier, the net input reaches the cost through the next net input alone. So
each error signal follows from the one after it, by the weight between them and the slope of the
activation."""
_WEIGHTS = """A weight acts on the net input that it leads to, by a multiplication. So its
derivative is the error signal there, times the activation where it comes from."""
_UPDATE = r"""A step against the derivative makes the cost smaller, if the learning rate $`\eta`$ is
small enough. All weights change at once."""
_CHECKED = """The cost as a function of the weights, and its derivative as `bpcore` measures it,
which knows none of the equations above. Where the two differed, an error would say so."""

# The number of a layer stands for `<l>`, and the next one for `<m>`.
_LOCAL = r"\frac{\partial z^{(<m>)}}{\partial z^{(<l>)}}"
_HIDDEN: Sequence[Row] = (
    (r"\delta^{(<l>)} &= \frac{\partial J}{\partial z^{(<l>)}}", "by (signal)"),
    (rf"&= \frac{{\partial J}}{{\partial z^{{(<m>)}}}} {_LOCAL}", "chain rule, (forward), (cost)"),
    (rf"&= \delta^{{(<m>)}} {_LOCAL}", "by (signal)"),
    (r"&= \delta^{(<m>)} \theta^{(<l>)} f'(z^{(<l>)})", "(forward), derivative"),
)
_WITHOUT_SLOPE = (r"&= \delta^{(<m>)} \theta^{(<l>)}", f"by (slope_{IDENTITY})")
_BY_WEIGHT = r"\frac{\partial z^{(<m>)}}{\partial \theta^{(<l>)}}"
_WEIGHT: Sequence[Row] = (
    (
        rf"\frac{{\partial J}}{{\partial \theta^{{(<l>)}}}} &= "
        rf"\frac{{\partial J}}{{\partial z^{{(<m>)}}}} {_BY_WEIGHT}",
        "chain rule, (forward), (cost)",
    ),
    (rf"&= \delta^{{(<m>)}} {_BY_WEIGHT}", "by (signal)"),
    (r"&= \delta^{(<m>)} a^{(<l>)}", "(forward), derivative"),
)


def derivation(network: Network) -> str:
    """The page for a path of units."""
    title, about = f"Backpropagation through {network.last} layers", _about(network)
    page = Page(_FRONT_MATTER.replace("TITLE", title).replace("ABOUT", about))
    page.words(f"# {title}\n\n{about}")
    for part in (activations, _forward, _cost, _signals, _weights, _update, _checked):
        part(page, network)
    return page.text()


def _about(network: Network) -> str:
    return f"A path with one unit in each layer, {made_of(network)}"


def made_of(network: Network) -> str:
    """From where to where a network leads, with its activations and its cost."""
    hidden = [f"{network.function(l).name} in layer {l}" for l in network.hidden]
    between = f" In between, {', '.join(hidden)}." if hidden else ""
    return (
        f"from the input, layer 1, to the output with {network.output.name}, measured by"
        f" {network.cost.title}.{between}"
    )


def activations(page: Page, network: Network) -> None:
    """A section for each activation: what it is, and its slope."""
    page.words("## The activations")
    for number, name in enumerate(dict.fromkeys(network.activations)):
        function = FUNCTIONS[name]
        page.words(f"### {function.title}\n\n{function.words}")
        page.equation(name, [(function.definition, "")], function.symbol)
        page.equation(f"slope_{name}", function.slope)
        page.cell(numbers.function_cell(function, first=number == 0))


def _forward(page: Page, network: Network) -> None:
    page.words(f"## The forward pass\n\n{_FORWARD}")
    rows = ["a^{(1)} &= x"]
    for l in range(2, network.last + 1):
        activated = f"a^{{(<m>)}} &= {network.function(l).symbol}(z^{{(<m>)}})"
        rows += [at(r"z^{(<m>)} &= \theta^{(<l>)} a^{(<l>)}", l - 1), at(activated, l - 1)]
    rows[-1] += r" = \hat{y}"
    page.equation("forward", [(row, "") for row in rows], "a^{(l)}", "z^{(l)}", r"\hat{y}")
    page.cell(numbers.forward_cell(network))


def _cost(page: Page, network: Network) -> None:
    cost = network.cost
    measured = f"How far the prediction is from the target $`y`$ is measured by {cost.title}."
    page.words(f"## The cost\n\n{measured} {cost.path.words}")
    page.equation("cost", [(cost.path.latex, "")], "J")
    page.cell(f'J = {cost.path.code}\nprint(f"{{J:.6f}}")')


def _signals(page: Page, network: Network) -> None:
    page.words(f"## The error signals\n\n{_SIGNALS}")
    defined = r"\delta^{(l)} = \frac{\partial J}{\partial z^{(l)}}"
    page.equation("signal", [(defined, "")], r"\delta^{(l)}")
    page.words("At the output:")
    net = f"z^{{({network.last})}}"
    rows = [_HIDDEN[0], *output_signal(network.cost, network.output, network.cost.path.factor)]
    at_output = [(at(step, network.last).replace(r"\net", net), why) for step, why in rows]
    page.equation("output", at_output)
    page.cell(numbers.output_cell(network))
    if network.hidden:
        page.words(_BACK)
    for l in reversed(network.hidden):
        page.equation(f"delta_{l}", _hidden_rows(network, l))
        page.cell(numbers.hidden_cell(network, l))


def _hidden_rows(network: Network, l: int) -> Sequence[Row]:
    function = network.function(l)
    rows = [*_HIDDEN, _WITHOUT_SLOPE] if function.name == IDENTITY else _HIDDEN
    return [(at(step.replace("f'", f"{function.symbol}'"), l), reason) for step, reason in rows]


def _weights(page: Page, network: Network) -> None:
    page.words(f"## The weights\n\n{_WEIGHTS}")
    for l in range(network.last - 1, 0, -1):
        page.equation(f"weight_{l}", [(at(step, l), reason) for step, reason in _WEIGHT])
    page.cell(numbers.weights_cell())


def _update(page: Page, network: Network) -> None:
    page.words(f"## The update\n\n{_UPDATE}")
    row = r"\Delta\theta^{(<l>)} &= -\eta \, \delta^{(<m>)} a^{(<l>)}"
    rows = [(at(row, l), "") for l in range(1, network.last)]
    page.equation("update", rows, r"\Delta\theta^{(l)}")
    page.cell(numbers.update_cell())


def _checked(page: Page, network: Network) -> None:
    page.words(f"## All of it, checked\n\n{_CHECKED}")
    page.cell(numbers.check_cell(network))


def at(text: str, layer: int) -> str:
    """The text with the number of a layer for `<l>`, and of the next one for `<m>`."""
    return text.replace("<l>", str(layer)).replace("<m>", str(layer + 1))
