"""One and the same gradient step, as each package takes it: the gradients of one network.

The network is that of the site with biases: hidden layers with the sigmoid, the last one with the
identity, half the squared error, averaged over the batch. Each function takes a problem and yields
the gradients step by step, as the loop of a training: what a step computed stands until the next
one has replaced it. tests.bench_step times them. An import that fails says what isn't installed.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bpcore import network

Array = NDArray[Any]
Gradients = list[tuple[Any, Any]]  # of each layer's weights, a row for each unit, and biases
Steps = Iterator[Gradients]


class Problem(NamedTuple):
    """A batch, the weights and the biases of each layer, and how many threads there are."""

    x: Array
    y: Array
    weights: list[Array]
    biases: list[Array]
    threads: int


def products(problem: Problem) -> Steps:
    """The matrix products of a step and nothing else, which give no gradients."""
    x, y, weights, *_ = problem
    while True:
        a = [x]
        for w in weights:
            a.append(a[-1] @ w.T)
        delta = y
        for layer in reversed(range(len(weights))):
            _ = delta.T @ a[layer]
            if layer:
                delta = delta @ weights[layer]
        yield []


def plain(problem: Problem) -> Steps:
    """A step as a reader writes it in NumPy: nothing is checked, the tails lose their digits."""
    x, y, weights, biases, _ = problem
    while True:
        a = [x]
        for w, b in zip(weights[:-1], biases[:-1], strict=True):
            z = a[-1] @ w.T + b
            a.append(1 / (1 + np.exp(-z)))
        yhat = a[-1] @ weights[-1].T + biases[-1]
        delta = yhat - y
        gradients: Gradients = []
        for layer in reversed(range(len(weights))):
            gradients.append((delta.T @ a[layer] / len(x), delta.sum(axis=0) / len(x)))
            if layer:
                delta = (delta @ weights[layer]) * (a[layer] * (1 - a[layer]))
        yield gradients[::-1]


def bpcore(problem: Problem) -> Steps:
    """A step of bpcore."""
    x, y, weights, biases, _ = problem
    pairs = enumerate(zip(weights, biases, strict=True), start=1)
    theta = {layer: np.column_stack([b, w]) for layer, (w, b) in pairs}
    last = len(theta) + 1
    activations = dict.fromkeys(range(2, last), "sigmoid") | {last: "identity"}
    while True:
        z, a = network.forward(x, theta, activations)
        delta = network.error_signals(z, y, theta, activations, "half_squared_error", a)
        gradient = network.gradients(delta, a)
        yield [(gradient[layer][:, 1:], gradient[layer][:, 0]) for layer in theta]


def torch(problem: Problem) -> Steps:
    """A step of PyTorch."""
    package = importlib.import_module("torch")
    package.set_num_threads(problem.threads)
    linear, sigmoid = package.nn.functional.linear, package.sigmoid
    x, y = package.tensor(problem.x), package.tensor(problem.y)
    weights = [package.tensor(w, requires_grad=True) for w in problem.weights]
    biases = [package.tensor(b, requires_grad=True) for b in problem.biases]
    while True:
        a = x
        for w, b in zip(weights[:-1], biases[:-1], strict=True):
            a = sigmoid(linear(a, w, b))
        yhat = linear(a, weights[-1], biases[-1])
        cost = ((yhat - y) ** 2).sum() / (2 * len(x))
        found = package.autograd.grad(cost, weights + biases)
        yield list(zip(found[: len(weights)], found[len(weights) :], strict=True))


def autograd(problem: Problem) -> Steps:
    """A step of HIPS autograd."""
    package, numpy = importlib.import_module("autograd"), importlib.import_module("autograd.numpy")
    x, y, weights, biases, _ = problem

    def cost(parameters: Gradients) -> Any:
        a = x
        for w, b in parameters[:-1]:
            a = 1 / (1 + numpy.exp(-(numpy.dot(a, w.T) + b)))
        w, b = parameters[-1]
        yhat = numpy.dot(a, w.T) + b
        return numpy.sum((yhat - y) ** 2) / (2 * len(x))

    gradient = package.grad(cost)
    parameters = list(zip(weights, biases, strict=True))
    while True:
        yield list(gradient(parameters))


def sklearn(problem: Problem) -> Steps:
    """A step of scikit-learn's regressor, by the method that its own training calls."""
    package = importlib.import_module("sklearn.neural_network")
    x, y, weights, biases, _ = problem
    model = package.MLPRegressor(activation="logistic", alpha=0)
    model.n_layers_, model.out_activation_ = len(weights) + 1, "identity"
    model.coefs_, model.intercepts_ = [w.T for w in weights], biases
    while True:
        empty = [[None] * len(weights) for _ in range(4)]
        _, slopes, intercepts = model._backprop(  # there is no public one
            x, y, None, [x, *empty[0]], *empty[1:]
        )
        yield [(w.T, b) for w, b in zip(slopes, intercepts, strict=True)]


def micrograd(problem: Problem) -> Steps:
    """A step of micrograd, number by number; its values get the sigmoid that they lack."""
    value = importlib.import_module("micrograd.engine").Value

    def sigmoid(z: Any) -> Any:
        a = value(1 / (1 + math.exp(-z.data)), (z,))

        def backward() -> None:
            z.grad += a.data * (1 - a.data) * a.grad

        a._backward = backward  # as micrograd's own operations do it
        return a

    while True:
        weights = [[[value(w) for w in row] for row in layer.tolist()] for layer in problem.weights]
        biases = [[value(b) for b in layer.tolist()] for layer in problem.biases]
        costs = value(0)
        for x, y in zip(problem.x.tolist(), problem.y.tolist(), strict=True):
            a = x
            for layer, (w, b) in enumerate(zip(weights, biases, strict=True), start=1):
                z = [
                    sum((w_k * a_k for w_k, a_k in zip(row, a, strict=True)), bias)
                    for row, bias in zip(w, b, strict=True)
                ]
                a = [sigmoid(z_k) for z_k in z] if layer < len(weights) else z
            costs += sum((yhat_k - y_k) ** 2 for yhat_k, y_k in zip(a, y, strict=True))
        (costs / (2 * len(problem.x))).backward()
        yield [
            (np.array([[w_k.grad for w_k in row] for row in w]), np.array([b_k.grad for b_k in b]))
            for w, b in zip(weights, biases, strict=True)
        ]
