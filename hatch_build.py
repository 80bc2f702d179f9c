"""Gives the package's metadata the links of the place that it is built for, where there is one."""

from __future__ import annotations

import os
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINKS = {"Documentation": "SITE_URL", "Source": "REPOSITORY_URL"}  # as in mkdocs.yml


class Links(MetadataHookInterface):
    """Hatchling's own way to fill in what `dynamic` names."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Puts in each link whose variable the environment holds; the others are left out."""
        found = {label: os.environ.get(variable, "") for label, variable in _LINKS.items()}
        metadata["urls"] = {label: link for label, link in found.items() if link}
