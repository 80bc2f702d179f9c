"""What names stand for: declarations, definitions, families and the worlds they hold in."""
