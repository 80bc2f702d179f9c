"""Notes as people write them: read into the pages that the checker takes, and reported on."""
