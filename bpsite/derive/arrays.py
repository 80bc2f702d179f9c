"""The cells of the page for layers of units: the same network with arrays of numbers."""

from __future__ import annotations

from bpsite.derive.network import Network
from bpsite.derive.numbers import output_value

_LETTERS = "mnpq"
_ROW = (
    "def row(values):  # without the sign of a zero\n"
    '    return " ".join(f"{value + 0:9.6f}" for value in values)'
)


def size(l: int) -> str:
    """The letter for the number of units in a layer."""
    return _LETTERS[l - 1]


def forward_cell(network: Network) -> str:
    """The network's numbers, and the forward pass layer by layer."""
    letters = ", ".join(map(size, range(1, network.last + 1)))
    x, y = size(1), size(network.last)
    lines = [_ROW, f"{letters} = {', '.join(map(str, network.units))}"]
    lines += [f"x, y = np.cos(np.arange({x})), np.arange({y}) % 2"]
    lines += ["theta, b = {}, {}"]
    for l in range(1, network.last):
        to, come = size(l + 1), size(l)
        lines += [f"theta[{l}] = np.cos(np.arange({to} * {come}) + {l}).reshape({to}, {come})"]
        lines += [f"b[{l}] = np.sin(np.arange({to}) + {l}) / 2"]
    lines += ["z, a = {}, {1: x}"]
    for l in range(1, network.last):
        target = f"a[{l + 1}] = yhat" if l + 1 == network.last else f"a[{l + 1}]"
        lines += [f"z[{l + 1}] = theta[{l}] @ a[{l}] + b[{l}]"]
        lines += [f"{target} = {network.function(l + 1).code}(z[{l + 1}])"]
    lines += ["for l in z:", '    print(f"layer {l}:", row(a[l]))']
    return "\n".join(lines)


def output_cell(network: Network) -> str:
    """The error signal at the output."""
    factor = network.cost.layers.factor_code.replace("@", size(network.last))
    value = output_value(network, factor)
    return f"delta = {{{network.last}: {value}}}\nprint(row(delta[{network.last}]))"


def hidden_cell(network: Network, l: int) -> str:
    """The error signal of a hidden layer."""
    slope = f"{network.function(l).code}_prime(z[{l}])"
    value = f"theta[{l}].T @ delta[{l + 1}] * {slope}"
    return f"delta[{l}] = {value}\nprint(row(delta[{l}]))"


def gradients_cell() -> str:
    """The derivatives by all weights and biases."""
    return (
        "by_theta = {l: np.outer(delta[l + 1], a[l]) for l in theta}\n"
        "by_b = {l: delta[l + 1] for l in b}\n"
        "for l in reversed(theta):\n"
        '    print(f"by theta[{l}]:")\n'
        "    for slopes in by_theta[l]:\n"
        "        print(row(slopes))"
    )


def update_cell() -> str:
    """One step."""
    return (
        "eta = 0.01\n"
        "theta_after = {l: theta[l] - eta * by_theta[l] for l in theta}\n"
        "b_after = {l: b[l] - eta * by_b[l] for l in b}\n"
        "for l in b_after:\n"
        '    print(f"b[{l}]:", row(b_after[l]))'
    )


def check_cell(network: Network) -> str:
    """The cost as a function, against which the derivatives are held."""
    lines = ["from bpcore import check_gradient", "def J(theta, b):", "    a = x"]
    layers = range(1, network.last)
    lines += [f"    a = {network.function(l + 1).code}(theta[{l}] @ a + b[{l}])" for l in layers]
    cost = network.cost.layers.code.replace("@", size(network.last)).replace("yhat", "a")
    lines += [f"    return {cost}"]
    lines += ["check_gradient(lambda theta: J(theta, b), theta, by_theta)"]
    lines += ["check_gradient(lambda b: J(theta, b), b, by_b)"]
    lines += ['print(f"{J(theta, b):.6f} -> {J(theta_after, b_after):.6f}")']
    return "\n".join(lines)
