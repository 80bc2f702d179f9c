"""Backpropagation in NumPy, with the names and the equation numbers of the site.

The modules path and network hold the single-path network and the layered one, with the same four
names in each: forward, error_signals, gradients and update.
"""

from bpcore import network, path
from bpcore.activations import (
    identity,
    identity_prime,
    relu,
    relu_prime,
    sigmoid,
    sigmoid_prime,
    softmax,
    softmax_prime,
    tanh,
    tanh_prime,
)
from bpcore.costs import (
    binary_cross_entropy,
    binary_cross_entropy_prime,
    cross_entropy,
    cross_entropy_prime,
    half_squared_error,
    half_squared_error_prime,
    mean_squared_error,
    mean_squared_error_prime,
)
from bpcore.diagnosis import diagnose_gradient
from bpcore.gradcheck import central_difference, check_gradient, complex_step
from bpcore.outputs import output_cost, output_delta

__all__ = [
    "binary_cross_entropy",
    "binary_cross_entropy_prime",
    "central_difference",
    "check_gradient",
    "complex_step",
    "cross_entropy",
    "cross_entropy_prime",
    "diagnose_gradient",
    "half_squared_error",
    "half_squared_error_prime",
    "identity",
    "identity_prime",
    "mean_squared_error",
    "mean_squared_error_prime",
    "network",
    "output_cost",
    "output_delta",
    "path",
    "relu",
    "relu_prime",
    "sigmoid",
    "sigmoid_prime",
    "softmax",
    "softmax_prime",
    "tanh",
    "tanh_prime",
]
