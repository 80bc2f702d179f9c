"""Each slip is made here once more, in a loop as a reader writes it."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest

from bpcore import diagnose_gradient, network
from bpcore.activations import ACTIVATIONS
from bpcore.costs import COSTS

Layers = dict[int, Any]
ETA = 0.5
OUTPUTS = [
    ("identity", "half_squared_error"),
    ("sigmoid", "binary_cross_entropy"),
    ("softmax", "cross_entropy"),
    ("tanh", "mean_squared_error"),
]


class Net(NamedTuple):
    x: Any
    y: Any
    theta: Layers
    activations: dict[int, str]
    cost: str


def net(seed: int, *, square: bool = False) -> Net:
    """A network of random depth, widths, batch and activations."""
    random = np.random.default_rng(seed)
    depth = int(random.integers(3, 6))
    widths = [3] * depth if square else [int(n) for n in random.integers(2, 5, depth)]
    m = int(random.integers(2, 6))
    theta = {
        layer: random.normal(size=(widths[layer], 1 + widths[layer - 1]))
        for layer in range(1, depth)
    }
    hidden = [str(random.choice(["sigmoid", "tanh"])) for _ in range(depth - 2)]
    output, cost = OUTPUTS[seed % len(OUTPUTS)]
    y = random.dirichlet(np.ones(widths[-1]), m)
    names = dict(enumerate([*hidden, output], start=2))
    return Net(random.normal(size=(m, widths[0])), y, theta, names, cost)


def nets(*, square: bool = False) -> Iterator[Net]:
    return (net(seed, square=square) for seed in range(8))


def by_a_reader(at: Net, slip: str = "", only: int | None = None) -> Layers:
    """The gradient as a reader computes it, with a slip in one step or in all."""
    z, a = network.forward(at.x, at.theta, at.activations)
    right = network.error_signals(z, at.y, at.theta, at.activations, at.cost)
    last = max(a)
    gradient: Layers = {}
    dj_da = COSTS[at.cost][1](a[last], at.y)
    for layer in range(last, 1, -1):
        made = slip if only in (None, layer) else ""
        _, prime = ACTIVATIONS[at.activations[layer]]
        delta = right[last] if layer == last else dj_da * prime(z[layer])
        if made == "slope missing":
            delta = dj_da
        if made == "slope at a instead of z":
            slopes = [prime(row) for row in a[layer]]
            delta = np.array(
                [dj @ s if s.ndim > 1 else dj * s for dj, s in zip(dj_da, slopes, strict=True)]
            )
        if made == "a sum where entries belong":
            delta = np.array([[row.sum()] * len(row) for row in delta])
        by_weight, gradient[layer - 1] = tables(delta, a[layer - 1], made)
        weights = at.theta[layer - 1][:, 1:]
        if made == "new weights on the way back":
            weights = weights - ETA * by_weight
        dj_da = delta @ (weights.T if made == "transpose missing" else weights)
    return gradient


def tables(delta: Any, a: Any, made: str) -> tuple[Any, Any]:
    """The derivatives by the weights, and with the biases before them."""
    by_weight, by_bias = delta.T @ a / len(a), delta.sum(axis=0) / len(a)
    if made == "1/m lost":
        by_weight, by_bias = by_weight * len(a), by_bias * len(a)
    if made == "bias forgotten":
        by_bias = 0 * by_bias
    table = np.column_stack([by_bias, by_weight])
    return by_weight, table.T if made == "outer product turned" else table


def slips_named(at: Net, gradient: Layers, eta: float | None = ETA) -> tuple[str, ...]:
    return diagnose_gradient(gradient, *at, eta=eta).slips


SLIPS = [
    "slope missing",
    "slope at a instead of z",
    "transpose missing",
    "1/m lost",
    "bias forgotten",
    "outer product turned",
    "new weights on the way back",
    "a sum where entries belong",
]
PASSED = ("transpose missing", "new weights on the way back")
OF_TABLES = ("1/m lost", "bias forgotten", "outer product turned")


def place(slip: str, layer: int) -> str:
    """Where a slip in the step of a layer is first seen."""
    if slip in PASSED:
        return f"delta[{layer - 1}]"
    return f"gradient[{layer - 1}]" if slip in OF_TABLES else f"delta[{layer}]"


@pytest.mark.parametrize("square", [False, True])
def test_the_right_gradient_is_never_accused(*, square: bool) -> None:
    for at in nets(square=square):
        z, a = network.forward(at.x, at.theta, at.activations)
        delta = network.error_signals(z, at.y, at.theta, at.activations, at.cost)
        right = network.gradients(delta, a)
        for gradient in (right, by_a_reader(at)):
            assert diagnose_gradient(gradient, *at, eta=ETA) == ((), ())
        rounded = {layer: table.astype(np.float32) for layer, table in right.items()}
        assert diagnose_gradient(rounded, *at, eta=ETA) == ((), ())


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_one_step_is_named_alone_with_its_place(slip: str) -> None:
    for at in nets(square=True):
        last = len(at.theta) + 1
        for layer in range(3 if slip in PASSED else 2, last + 1):
            if slip.startswith("slope") and at.activations[layer] == "identity":
                continue  # its slope is 1 everywhere: the gradient is right
            named = (f"{slip} in {place(slip, layer)}",)
            assert slips_named(at, by_a_reader(at, slip, layer)) == named


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("square", [False, True])
def test_a_slip_in_every_step_is_named_alone(*, slip: str, square: bool) -> None:
    if slip == "transpose missing" and not square:
        return  # the shapes don't fit
    for at in nets(square=square):
        (name,) = slips_named(at, by_a_reader(at, slip))
        assert name.startswith(f"{slip} in ")


def small() -> Net:
    """Four examples, four hidden units, and no weights into them."""
    x = np.array([[1.0, 2], [0, 1], [2, 0], [1, 1]])
    theta = {1: np.zeros((4, 3)), 2: np.array([[0.5, 1, 1, 1, 1], [0, 2, 2, 2, 2]])}
    activations = {2: "sigmoid", 3: "identity"}
    return Net(x, np.array([[1.0, 0], [0, 1], [2, 0], [1, 1]]), theta, activations, OUTPUTS[0][1])


def test_slips_that_give_the_same_gradient_are_all_named() -> None:
    at = small()
    slips = slips_named(at, by_a_reader(at, "slope missing", 2))
    assert slips == (
        "slope missing in delta[2]",
        "1/m lost in gradient[1]",
        "a sum where entries belong in delta[2]",
    )


def test_a_slip_in_all_hidden_layers_is_named_with_each_of_them() -> None:
    at = net(4)
    assert at.activations[5] == "identity"
    gradient = by_a_reader(at, "slope missing")
    assert slips_named(at, gradient) == ("slope missing in delta[2] and delta[3] and delta[4]",)


def test_each_wrong_entry_is_told_with_both_values_and_no_other() -> None:
    at = small()
    gradient = by_a_reader(at)
    gradient[2][1, 3] = 7
    diagnosis = diagnose_gradient(gradient, *at)
    assert diagnosis.wrong == ("gradient[2][1, 3]: given 7, right 1.75",)
    assert str(diagnosis) == f"{diagnosis.wrong[0]}\nexplained by: no slip"


def test_who_has_everything_wrong_gets_a_short_list() -> None:
    at = small()
    lines = str(diagnose_gradient(by_a_reader(at, "1/m lost"), *at)).splitlines()
    assert lines[4:5] == ["gradient[1]: 8 more"]
    assert lines[-1] == "explained by: 1/m lost in gradient[1] and gradient[2]"
    assert len(lines) == 4 + 1 + 4 + 1 + 1


def test_a_right_gradient_is_said_to_be_right() -> None:
    assert str(diagnose_gradient(by_a_reader(small()), *small())) == "no entry is wrong"


def test_a_table_of_another_shape_is_told_and_explained() -> None:
    at = small()
    turned = by_a_reader(at, "outer product turned", 2)
    diagnosis = diagnose_gradient(turned, *at)
    assert diagnosis.wrong == ("gradient[1]: given shape (3, 4), right (4, 3)",)
    assert diagnosis.slips == ("outer product turned in gradient[1]",)
    without_bias = {layer: table[:, 1:] for layer, table in by_a_reader(at).items()}
    assert slips_named(at, without_bias) == ("bias forgotten in gradient[1] and gradient[2]",)


def test_a_square_table_that_is_turned_beside_its_bias_is_found() -> None:
    at = net(1, square=True)
    gradient = by_a_reader(at)
    gradient[1] = np.column_stack([gradient[1][:, 0], gradient[1][:, 1:].T])
    assert slips_named(at, gradient) == ("outer product turned in gradient[1]",)


def test_new_weights_are_tried_only_where_the_learning_rate_is_known() -> None:
    at = net(1)
    gradient = by_a_reader(at, "new weights on the way back")
    assert slips_named(at, gradient, eta=None) == ()
    assert slips_named(at, gradient, eta=2 * ETA) == ()


def test_two_slips_at_once_are_not_explained() -> None:
    at = net(1)
    gradient = by_a_reader(at, "slope missing", 2)
    gradient[1] = gradient[1] * len(at.x)
    assert diagnose_gradient(gradient, *at).wrong
    assert slips_named(at, gradient) == ()


def test_nan_agrees_with_nothing() -> None:
    at = small()
    gradient = {layer: np.full_like(table, np.nan) for layer, table in at.theta.items()}
    diagnosis = diagnose_gradient(gradient, *at)
    assert len(diagnosis.wrong) == 12 + 10
    assert diagnosis.slips == ()


def test_units_that_are_not_active_have_no_slope_and_no_slip() -> None:
    at = small()._replace(activations={2: "relu", 3: "identity"})
    at.theta[1][:, 0] = -9
    gradient = by_a_reader(at)
    assert not gradient[1].any()
    assert not diagnose_gradient(gradient, *at, eta=ETA).wrong
    assert slips_named(at, by_a_reader(at, "slope missing", 2)) == ("slope missing in delta[2]",)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"gradient": {1: [[0.0]]}}, ValueError, "gradient: expected layers 1 to 2, got 1"),
        ({"gradient": {1: 0.0, 2: 0.0}}, ValueError, r"gradient\[1\]: expected two axes"),
        ({"cost": "loss"}, ValueError, "cost: expected one of"),
        ({"y": [[1.0]]}, ValueError, "y: expected shape"),
        ({"eta": "0.1"}, TypeError, "eta: expected one number, got str"),
    ],
)
def test_what_is_amiss_is_named(change: dict[str, Any], error: type, message: str) -> None:
    arguments = {"gradient": by_a_reader(small()), **small()._asdict()}
    with pytest.raises(error, match=message):
        diagnose_gradient(**{**arguments, **change})
