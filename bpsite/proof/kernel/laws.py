"""Functions that everybody knows, in the normal form: e to a power, log, roots, absolute values."""

from __future__ import annotations

from fractions import Fraction

from bpsite.proof.kernel.algebra import (
    fraction,
    inverse,
    joined,
    positive,
    power,
    primitive,
    times,
)
from bpsite.proof.kernel.terms import (
    ONE,
    ZERO,
    Applied,
    Atom,
    Exponential,
    Form,
    Monomial,
    Number,
    Unit,
    constant,
    number,
    plus,
    power_of,
    scaled,
    single,
    symbol,
)


def reduced(form: Form) -> Form:
    """A form as one reduced fraction, so that equal arguments of a function look the same."""
    top, bottom = fraction(form)
    return times(top, inverse(bottom)) if bottom != ONE else top


def exponential(exponent: Form) -> Form:
    """E to a power: a product over the exponent's terms."""
    return times(*(_to_one_term(*item) for item in reduced(exponent).terms.items()))


def _to_one_term(product: Monomial, count: Number) -> Form:
    """e^{log x} is x wherever log x is defined."""
    if len(product) == 1 and product[0][1] == 1:
        atom = product[0][0]
        if isinstance(atom, Applied) and atom.name == "log" and not any(atom.orders):
            return root(atom.arguments[0], Fraction(count))
    return power_of(Exponential(5, product), count)


def logarithm(argument: Form) -> Form:
    """The natural logarithm; what is provably positive is taken apart."""
    argument = reduced(argument)
    top, bottom = fraction(argument)
    content, rest = primitive(top) if top else (ZERO, ONE)
    if not content or (bottom != ONE and not positive(bottom)):
        return _applied("log", argument)
    ((product, count),) = content.terms.items()
    apart, inside = ZERO, rest
    for atom, exponent in product:
        alone = Form({((atom, exponent),): 1})
        if positive(power_of(atom)):
            apart = plus(apart, scaled(_logarithm_of(atom), exponent))
        elif Fraction(exponent) % 2 == 0:  # log x^2 is 2 log |x| wherever either is defined
            apart = plus(apart, scaled(_applied("log", absolute(power_of(atom))), exponent))
        else:
            inside = times(inside, alone)
    apart = plus(apart, scaled(logarithm(bottom), -1)) if bottom != ONE else apart
    if count > 0:
        apart = plus(apart, _logarithm_of_number(Fraction(count)))
    else:
        inside = scaled(inside, count)
    return apart if inside == ONE else plus(apart, _applied("log", inside))


def _logarithm_of(atom: Atom) -> Form:
    if isinstance(atom, Exponential):
        return Form({atom.exponent: 1})
    return _applied("log", power_of(atom))


def _logarithm_of_number(value: Fraction) -> Form:
    parts = [(_factors(value.numerator), 1), (_factors(value.denominator), -1)]
    return plus(
        *(
            scaled(_applied("log", number(prime)), sign * count)
            for factors, sign in parts
            for prime, count in factors.items()
        )
    )


def _factors(whole: int) -> dict[int, int]:
    """A number's prime factors; what is left of a large one counts as one factor."""
    found: dict[int, int] = {}
    divisor = 2
    while divisor * divisor <= whole and divisor < 1000:
        while whole % divisor == 0:
            found[divisor] = found.get(divisor, 0) + 1
            whole //= divisor
        divisor += 1
    if whole > 1:
        found[whole] = found.get(whole, 0) + 1
    return found


def root(base: Form, exponent: Fraction) -> Form:
    """A form to a rational power; only what is not negative has a fractional one."""
    if exponent.denominator == 1:
        return power(base, int(exponent))
    base = reduced(base)
    if not base and exponent < 0:
        raise ZeroDivisionError
    if not base:
        return ZERO
    alone = single(base)
    if alone is None:
        content, rest = primitive(base)
        ((product, count),) = content.terms.items()
        if positive(Form({product: abs(count)})):
            inside = scaled(rest, 1 if count > 0 else -1)
            return times(root(Form({product: abs(count)}), exponent), _unit(inside, exponent))
        return _unit(base, exponent)
    product, count = alone
    return _root_of_product(product, count, exponent)


def _root_of_product(product: Monomial, count: Number, exponent: Fraction) -> Form:
    outside, inside = ONE, []
    for atom, e in product:
        if positive(power_of(atom)):
            outside = times(outside, Form({((atom, e * exponent),): 1}))
        elif Fraction(e) % 2 == 0:
            outside = times(outside, root(absolute(power_of(atom)), e * exponent))
        else:
            inside.append((atom, e))
    if count > 0:
        outside = times(outside, _root_of_number(Fraction(count), exponent))
        count = 1
    if not inside and count == 1:
        return outside
    return times(outside, _unit(Form({joined(inside)[0]: count}), exponent))


def _root_of_number(value: Fraction, exponent: Fraction) -> Form:
    result = ONE
    for whole, sign in ((value.numerator, 1), (value.denominator, -1)):
        for prime, count in _factors(whole).items():
            result = times(result, _unit(number(prime), exponent * sign * count))
    return result


def _unit(body: Form, exponent: Fraction) -> Form:
    whole = exponent.numerator // exponent.denominator
    left = exponent - whole
    return times(power(body, whole), power_of(Unit(6, body), left) if left else ONE)


def absolute(argument: Form) -> Form:
    """The absolute value, of each factor alone."""
    argument = reduced(argument)
    alone = single(argument)
    if alone is None:
        return ZERO if not argument else _absolute_sum(argument)
    product, count = alone
    result = number(count if count > 0 else -count)
    for atom, exponent in product:
        even, is_root = Fraction(exponent) % 2 == 0, Fraction(exponent).denominator != 1
        base = power_of(atom)
        inner = base if even or is_root or positive(base) else _applied("abs", base)
        result = times(result, root(inner, Fraction(exponent)))
    return result


def _absolute_sum(argument: Form) -> Form:
    if positive(argument):
        return argument
    content, rest = primitive(argument)
    return times(absolute(content), rest if positive(rest) else _applied("abs", rest))


def _applied(name: str, *arguments: Form) -> Form:
    return power_of(Applied(4, name, (0,) * len(arguments), arguments))


def applied(name: str, orders: tuple[int, ...], arguments: tuple[Form, ...]) -> Form:
    """A function, or a derivative of it, at its arguments."""
    if name in KNOWN and not any(orders):
        return KNOWN[name](*arguments)
    return power_of(Applied(4, name, orders, tuple(map(reduced, arguments))))


def hyperbolic_tangent(argument: Form) -> Form:
    """Tanh by its powers of e."""
    square = exponential(scaled(argument, 2))
    return times(plus(square, number(-1)), inverse(plus(square, ONE)))


def hyperbolic_sine(argument: Form) -> Form:
    """Half the difference of its powers of e."""
    both = exponential(argument), scaled(exponential(scaled(argument, -1)), -1)
    return scaled(plus(*both), Fraction(1, 2))


def hyperbolic_cosine(argument: Form) -> Form:
    """Half the sum of its powers of e."""
    return scaled(plus(exponential(argument), exponential(scaled(argument, -1))), Fraction(1, 2))


def tangent(argument: Form) -> Form:
    """The sine over the cosine."""
    return times(sine(argument), inverse(cosine(argument)))


PI = power_of(symbol(r"\pi", positive=True))
_AT_QUARTERS = (0, 1, 0, -1)  # the sine of 0, pi/2, pi, 3 pi/2


def _quarters(argument: Form) -> int | None:
    """How many times pi/2 an argument is, if it is a whole multiple."""
    times_ = constant(times(argument, inverse(PI), number(2)))
    return int(times_) if times_ is not None and times_ == int(times_) else None


def _is_negative(argument: Form) -> bool:
    """Whether an argument is written as its negative, so that f(x) and f(-x) look the same."""
    return argument.terms[max(argument.terms)] < 0


def sine(argument: Form) -> Form:
    """The sine, whose sign goes with its argument's."""
    argument = reduced(argument)
    quarters = _quarters(argument)
    if quarters is not None:
        return number(_AT_QUARTERS[quarters % 4])
    if _is_negative(argument):
        return scaled(_applied("sin", scaled(argument, -1)), -1)
    return _applied("sin", argument)


def cosine(argument: Form) -> Form:
    """The cosine, the same for an argument and its negative."""
    argument = reduced(argument)
    quarters = _quarters(argument)
    if quarters is not None:
        return number(_AT_QUARTERS[(quarters + 1) % 4])
    return _applied("cos", scaled(argument, -1) if _is_negative(argument) else argument)


def general_power(base: Form, exponent: Form) -> Form:
    """A form to a power that is no number: e to a multiple of its logarithm if it is positive.

    Else a factor for each term of the exponent.
    """
    if positive(base):
        return exponential(times(exponent, logarithm(base)))
    result = ONE
    for product, count in exponent.terms.items():
        if not product:
            result = times(result, root(base, Fraction(count)))
        else:
            arguments = (reduced(base), Form({product: 1}))
            result = times(result, power_of(Applied(4, "power", (0, 0), arguments), count))
    return result


KNOWN = {
    "exp": exponential,
    "log": logarithm,
    "abs": absolute,
    "tanh": hyperbolic_tangent,
    "sinh": hyperbolic_sine,
    "cosh": hyperbolic_cosine,
    "sin": sine,
    "cos": cosine,
    "tan": tangent,
}
