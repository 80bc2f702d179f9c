"""The cells of the page: the same network with numbers."""

from __future__ import annotations

import math

from bpcore.activations import ACTIVATIONS
from bpsite.derive.costs import CANCELS
from bpsite.derive.functions import Function
from bpsite.derive.network import Network

_X, _Y = 0.5, 1.0
_SIZES = (0.8, 1.2, 1.5, 0.9, 0.7, 1.1, 1.3, 0.6, 1.4, 1.0, 0.5)


def function_cell(function: Function, *, first: bool) -> str:
    """The function and its slope, and the slope measured."""
    name = function.code
    imported = "import numpy as np\nfrom bpcore import central_difference\n" if first else ""
    return (
        f"{imported}def {name}(u):\n    return {function.value}\n"
        f"def {name}_prime(u):\n    return {function.prime}\n"
        f"for u in (-2.0, 0.5):\n"
        f'    print(f"{{u:4}}: {{{name}(u):.6f}}, slope {{{name}_prime(u):.6f}}, measured'
        f' {{central_difference({name}, u):.6f}}")'
    )


def weights(network: Network) -> dict[int, float]:
    """Weights of either sign, but such that no rectified linear unit is still."""
    found, a = {}, _X
    for l in range(1, network.last):
        is_relu = network.activations[l - 1] == "relu"
        sign = math.copysign(1, a) if is_relu else (-1) ** (l + 1)
        found[l] = sign * _SIZES[l - 1]
        a = float(ACTIVATIONS[network.activations[l - 1]][0](found[l] * a))
    return found


def forward_cell(network: Network) -> str:
    """The forward pass, layer by layer."""
    lines = [f"x, y = {_X}, {_Y}", f"theta = {weights(network)}", "z, a = {}, {1: x}"]
    for l in range(2, network.last + 1):
        lines += [f"z[{l}] = theta[{l - 1}] * a[{l - 1}]", _activated(network, l)]
    lines += ["for l in z:", '    print(f"layer {l}: z = {z[l]:9.6f}, a = {a[l]:9.6f}")']
    return "\n".join(lines)


def _activated(network: Network, l: int) -> str:
    target = f"a[{l}] = yhat" if l == network.last else f"a[{l}]"
    return f"{target} = {network.function(l).code}(z[{l}])"


def output_cell(network: Network) -> str:
    """The error signal at the output."""
    value = output_value(network, network.cost.path.factor_code)
    return f'delta = {{{network.last}: {value}}}\nprint(f"{{delta[{network.last}]:.6f}}")'


def output_value(network: Network, factor: str) -> str:
    """The error signal at the output in NumPy, the same for a number and for an array."""
    if network.cost.name == CANCELS:
        return "yhat - y"
    last = network.last
    return f"{factor}(yhat - y) * {network.function(last).code}_prime(z[{last}])"


def hidden_cell(network: Network, l: int) -> str:
    """The error signal of a hidden layer."""
    slope = f"{network.function(l).code}_prime(z[{l}])"
    value = f"delta[{l + 1}] * theta[{l}] * {slope}"
    return f'delta[{l}] = {value}\nprint(f"{{delta[{l}]:.6f}}")'


def weights_cell() -> str:
    """The derivatives by all weights."""
    return (
        "gradient = {l: delta[l + 1] * a[l] for l in theta}\n"
        "for l in reversed(theta):\n"
        '    print(f"dJ_dtheta[{l}] = {gradient[l]:9.6f}")'
    )


def update_cell() -> str:
    """One step."""
    return (
        "eta = 0.1\n"
        "after = {l: theta[l] - eta * gradient[l] for l in theta}\n"
        "for l in after:\n"
        '    print(f"theta[{l}] = {after[l]:9.6f}")'
    )


def check_cell(network: Network) -> str:
    """The cost as a function of the weights, against which the gradient is held."""
    lines = ["from bpcore import check_gradient", "def J(theta):", "    a = x"]
    layers = range(2, network.last + 1)
    lines += [f"    a = {network.function(l).code}(theta[{l - 1}] * a)" for l in layers]
    cost = network.cost.path.code.replace("yhat", "a")
    lines += [f"    return {cost}", "check_gradient(J, theta, gradient)"]
    lines.append('print(f"{J(theta):.6f} -> {J(after):.6f}")')
    return "\n".join(lines)
