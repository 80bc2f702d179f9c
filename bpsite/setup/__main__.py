"""What `make` runs first: `python3 -m bpsite.setup`. Older Pythons read this file too."""

import sys

from bpsite.setup import pythons


def main() -> int:
    """Installs what is missing or stale, and gives back the exit code."""
    if not pythons.is_supported(sys.version_info):
        sys.stderr.write(pythons.refusal() + "\n")
        return 1
    from bpsite.setup import parts  # noqa: PLC0415 # an older Python can't read it

    return parts.install()


if __name__ == "__main__":
    sys.exit(main())
