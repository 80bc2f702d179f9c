"""Writes a derivation of one's own: for a chosen network, a page that the checker accepts.

`functions` and `costs` are what can be chosen, a row each; `path` and `layered` write the page's
parts in order, with the cells of `numbers` and `arrays`. `page` counts their equations, and `cells`
runs their code, whose output the page then prints. `parts` takes a page apart, for `copies` of it.
"""

from bpsite.derive.network import ChoiceError, Network
from bpsite.derive.writing import derivation

__all__ = ["ChoiceError", "Network", "derivation"]
