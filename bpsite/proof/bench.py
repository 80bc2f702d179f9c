"""Measures the checker: `python -m bpsite.proof.bench` exits 1 where it is slower than promised."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Sequence

from bpsite import pages
from bpsite.proof.page import check_page
from bpsite.proof.scope.lookup import Scope
from bpsite.proof.site import check

SIZES = (100, 500, 2000)
MOST_PER_RELATION = 30.0  # milliseconds, the median
MOST_FOR_THE_SITE = 10.0  # seconds, imports included
MOST_GROWTH = 1.6  # time per relation on the longest page against that on the shortest

_HEAD = "---\nmath:\n  let:\n    x, y: real\n    f, g: function\n---\n"
_RELATIONS = (
    r"(x + {n})^2 = x^2 + {m} x + {n} \cdot {n}",
    r"\frac{{d}}{{dx}} \left( f(g(x)) \right) = f'(g(x)) \, g'(x)",
    r"\frac{{x}}{{y + {n}}} = x \cdot \frac{{1}}{{y + {n}}}",
    r"e^{{x + {n} y}} = e^{{x}} \cdot e^{{{n} y}}",
)


def generated(relations: int) -> str:
    """A page with so many relations, no two alike."""
    blocks = []
    for number in range(1, relations + 1):
        latex = _RELATIONS[number % len(_RELATIONS)].format(n=number, m=2 * number)
        blocks.append(f"```math\n{latex} \\tag{{{number}}}\n```\n")
    return _HEAD + "\n" + "\n".join(blocks)


def seconds(relations: int) -> float:
    """How long a generated page takes. Raises `RuntimeError` if one of its relations fails."""
    page = pages.parse(generated(relations), f"generated {relations}")
    start = time.process_time()
    checked = check_page(page, Scope())
    spent = time.process_time() - start
    if checked.errors or not all(verdict.verdict == "proved" for verdict in checked.verdicts):
        raise RuntimeError("a generated relation was not proved")
    return spent


def _site_seconds(paths: Sequence[str]) -> float:
    """How long the command line takes for the site, from the interpreter's start to its end."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "bpsite", "check", *paths]
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL)  # our own command
    return time.perf_counter() - start


def main(arguments: Sequence[str]) -> int:
    """Prints the times and gives back 1 if one is over its limit."""
    paths = list(arguments or ["docs"])
    site = _site_seconds(paths)
    report = check(paths)
    times = [v.ms for v in report.verdicts if v.step and v.verdict == "proved"]
    median = statistics.median(times)
    seconds(20)  # SymPy's caches
    each = {size: 1000 * seconds(size) / size for size in SIZES}
    growth = each[SIZES[-1]] / each[SIZES[0]]
    lines = [f"site: {len(report.verdicts)} signs in {site:.1f} s, median {median:.1f} ms"]
    lines += [f"generated page: {size} relations, {ms:.1f} ms each" for size, ms in each.items()]
    lines.append(f"growth from {SIZES[0]} to {SIZES[-1]} relations: {growth:.2f}")
    sys.stdout.write("\n".join(lines) + "\n")
    good = site < MOST_FOR_THE_SITE and median < MOST_PER_RELATION and growth < MOST_GROWTH
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
