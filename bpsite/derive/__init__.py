"""Writes a derivation of one's own: for a chosen path of units, a page that the checker accepts.

`functions` and `costs` are what can be chosen, a row each; `path` writes the page's parts in order,
`page` counts their equations, and `cells` runs their code, whose output the page then prints.
"""

from bpsite.derive.network import ChoiceError, Network
from bpsite.derive.path import derivation

__all__ = ["ChoiceError", "Network", "derivation"]
