"""Whether the stance, the site, the purpose, the contract and the bidder are as a limb wants."""

from __future__ import annotations

from analyser.finding import Stance
from analyser.limb import Limb
from analyser.profile import CRITERIA, Profile
from analyser.regimes.answers import YES, Answer, no, unknown
from analyser.regimes.goods import Test
from analyser.regimes.stated import MISSIONS, PURPOSES

STANCE_WORDS = {
    Stance.EXCLUDED: "it is ruled out or declared as not supplied, which is no deployment",
    Stance.CITED: "it is only cited",
    Stance.EXISTING: "it is installed equipment, which is not what is tested",
    Stance.OFFERED: "it is offered, which is not what is tested",
    Stance.SPECIFIED: "it is asked for, which is not what is tested",
    Stance.UNCLEAR: "what the text does with the name is not clear",
}


def circumstance_answers(limb: Limb, profile: Profile, test: Test) -> list[Answer]:
    """Return one answer a circumstance that `limb` looks at, in the order of asking."""
    return [
        _stance(limb, test),
        _where(limb, test),
        _site(limb, profile),
        _bidder(limb, test),
        _purpose(limb, profile, test),
        _mission(limb, profile),
        _contract(limb, profile),
        _certificate(limb, test),
        *(unknown("", need) for need in limb.pending),
    ]


def _stance(limb: Limb, test: Test) -> Answer:
    stance = test.subject.stance
    # Who the bidder is does not hang on what the text says of the goods.
    if stance.value in limb.stances or test.subject.link in limb.bidder:
        return YES
    if stance is Stance.UNCLEAR:
        return unknown(STANCE_WORDS[stance], "stance")
    return no(STANCE_WORDS[stance])


def _where(limb: Limb, test: Test) -> Answer:
    where = test.subject.where
    if limb.where == "any":
        return YES
    if limb.where == "bidder_own_use":
        if where is None:
            why = "the bidder's own use is a separate question that its offer does not answer"
            return unknown(why, "bidder_own_use", doubt=True)
        return YES if where == "bidder_own_use" else no("it is not the bidder's own use")
    if where is not None and "own_use" in where:
        return no("it is what a bidder uses itself; nothing of it is delivered")
    return YES


def _site(limb: Limb, profile: Profile) -> Answer:
    if not limb.site:
        return YES
    sensitive = profile.site.sensitive
    if sensitive is None:
        return unknown(_open_site(profile), "site.sensitive", *_open_criteria(profile))
    if sensitive is (limb.site == "sensitive"):
        return YES
    return no("the site is sensitive" if sensitive else "all four criteria are answered no")


def _open_site(profile: Profile) -> str:
    refused = sum(answer is False for answer in profile.site.answers)
    if not refused:
        return "whether the site is sensitive is not known; unknown is never no"
    return f"{refused} of the four criteria are answered no; the others are not answered"


def _open_criteria(profile: Profile) -> tuple[str, ...]:
    answers = zip(CRITERIA, profile.site.answers, strict=True)
    return tuple(f"site.{name}" for name, answer in answers if answer is None)


def _bidder(limb: Limb, test: Test) -> Answer:
    if not limb.bidder:
        return YES
    link = test.subject.link
    if link is None:
        why = "attaches to suppliers, not to the brand of the goods: is the maker the bidder?"
        return unknown(why, "bidder.link_to_maker", doubt=True)
    if link in limb.bidder:
        return YES
    return no("attaches to the contracting party; a maker whose goods are resold is none")


def _purpose(limb: Limb, profile: Profile, test: Test) -> Answer:
    makers = {test.maker.id, test.maker.brand}
    for limit in limb.purposes:
        if limit.makers and not makers & set(limit.makers):
            continue
        if profile.purpose is None:
            return unknown("limited to certain purposes; this one is not stated", "purpose")
        said = PURPOSES.read(profile.purpose).says(limit.allowed)
        if said:
            continue
        words = f"limited to certain purposes; {profile.purpose.replace('_', ' ')}"
        if said is None:
            return unknown(f"{words} may be one of them", "purpose")
        return no(f"{words} is none of them")
    return YES


def _mission(limb: Limb, profile: Profile) -> Answer:
    if not limb.missions:
        return YES
    if profile.mission is None:
        return unknown("holds for covered missions only", "mission", "purpose")
    said = MISSIONS.read(profile.mission).says(limb.missions)
    if said is None:
        why = f"holds for covered missions only; {profile.mission} may be one of them"
        return unknown(why, "mission", "purpose")
    return YES if said else no(f"holds for covered missions only, not for {profile.mission}")


def _contract(limb: Limb, profile: Profile) -> Answer:
    kind = profile.contract
    if limb.contracts and kind is None:
        return unknown("holds for exempt contracts; whether this is one is not known", "contract")
    if limb.contracts and kind not in limb.contracts:
        return no("holds for exempt contracts only")
    if kind in limb.not_contracts:
        return no(f"does not hold for a contract that is {kind.replace('_', ' ')}")
    return YES


def _certificate(limb: Limb, test: Test) -> Answer:
    if not limb.certificate:
        return YES
    if test.subject.certificate is None:
        return unknown("a valid certificate for the exact model decides", "certificate")
    return no("a valid certificate is shown") if test.subject.certificate else YES
