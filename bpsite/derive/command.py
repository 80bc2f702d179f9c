"""`bpcheck derive`: writes the derivation for a network that is chosen by options."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from bpsite.derive.costs import COSTS
from bpsite.derive.functions import FUNCTIONS
from bpsite.derive.network import ChoiceError, Network, units_in
from bpsite.derive.writing import derivation

ABOUT = "Write a page that derives backpropagation for a network, to be checked by bpcheck."
UNITS = (
    "how many units each layer has, in order and with commas, input and output included: weights"
    " are matrices then, and what is derived holds for any numbers of units. Without this, each"
    " layer has one unit, and all are numbers"
)


def derive(arguments: Sequence[str]) -> int:
    """Prints the page and gives back the exit code: 2 for what can't be derived."""
    options = _parser().parse_args(arguments)
    hidden = [name for name in options.hidden.split(",") if name]
    try:
        units = units_in(options.units)
        network = Network.of(hidden, options.output, options.cost, options.layers, units)
    except ChoiceError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(derivation(network))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bpcheck derive", description=ABOUT)
    functions = ", ".join(FUNCTIONS)
    hidden = f"the hidden activations, in order and with commas, or one for all: {functions}"
    parser.add_argument("--layers", type=int, help="how many, input and output included")
    parser.add_argument("--units", metavar="NUMBERS", default="", help=UNITS)
    parser.add_argument("--hidden", metavar="NAMES", default="", help=hidden)
    parser.add_argument("--output", metavar="NAME", required=True, help="the output's activation")
    parser.add_argument("--cost", metavar="NAME", required=True, help=", ".join(COSTS))
    return parser
