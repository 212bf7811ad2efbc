"""Countries of which the rulebook holds no rule of their own.

Apart from the outcomes because there are none to tell it: where nobody has looked, silence must
not be read as the law having nothing to say.
"""

from __future__ import annotations

from collections.abc import Iterable

from analyser.rulebook import Rulebook, jurisdictions_over


def untested(places: Iterable[str | None], rulebook: Rulebook) -> tuple[str, ...]:
    """Return one line for each country in `places` that has no rule of its own in `rulebook`."""
    known = {place.partition("-")[0] for place in places if place}
    return tuple(
        _line(country, rulebook) for country in sorted(known) if not rulebook.has_rules_of(country)
    )


def _line(country: str, rulebook: Rulebook) -> str:
    rules = rulebook.regimes.values()
    above = [one for one in rules if one.jurisdiction in jurisdictions_over(country)]
    tested = "nothing was tested against any rule"
    if above:
        sure = sum(one.level == "verified" for one in above)
        count = f"{len(above)} of the European Union ({sure} verified)"
        tested = f"only {count} were tested, nothing against national rules"
    countries = len({one.jurisdiction for one in rules} - {"EU"})
    return (
        f"no rule of {country} is among the {len(rules)} in the lists (of {countries} countries): "
        f"{tested}; that none is met here says nothing about the law of {country}, look it up"
    )
