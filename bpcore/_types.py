"""What the functions take and give: numbers, and nothing that only looks like them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.inexact[Any]]  # NumPy's scalar, which acts as one, where a scalar came in
Number = complex | np.number[Any]  # Python's int and float count as complex
_Row = Sequence[Number | NDArray[Any]]
Numbers = Number | NDArray[Any] | _Row | Sequence[_Row] | Sequence[Sequence[_Row]]
