"""The whole site as one file on paper: `make book`."""
