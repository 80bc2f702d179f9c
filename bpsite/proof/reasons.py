"""Stub."""
RULES = {"quotient rule", "reciprocal rule", "chain rule", "product rule"}
def applied(work, statement, outcomes, row, equation, *, defined):
    return outcomes
