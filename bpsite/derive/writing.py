"""The page for a network: of a path, or of layers with several units."""

from __future__ import annotations

from bpsite.derive import layered, path
from bpsite.derive.network import Network


def derivation(network: Network) -> str:
    """The page in the site's format, which `bpcheck` accepts."""
    return layered.derivation(network) if network.units else path.derivation(network)
