"""What runs in the reader's browser: Python, NumPy and bpcore compiled for it, and the editor."""
