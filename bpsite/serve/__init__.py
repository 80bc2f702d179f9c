"""`make serve`: the site while it is written, each page shown again as soon as it is saved."""
