"""What a regime is asked about: a maker, its goods, and what the text does with them."""

from __future__ import annotations

from dataclasses import dataclass

from analyser.catalogue import Catalogue, Vendor
from analyser.finding import Route, Stance
from analyser.regimes.stated import goods_of, link_of

MAKER_IDS = {"autel": "autel-robotics", "eve": "eve-energy", "envision": "envision-energy"}
"""Short ids that people use, and the id in the vendor lists."""

PRODUCER_UNCERTAIN = (Route.REBRAND, Route.TELLTALE)
"""Ways to a maker that leave open who produced the very article."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A maker as it stands in one document; `None` is unknown."""

    maker: str
    """Id of the root maker."""

    vendor: str = ""
    """Id of the brand that is printed; empty where it is the maker's own."""

    route: Route = Route.NAME
    equipment: str = ""
    """Class of goods; empty where it is not known."""

    stance: Stance = Stance.OFFERED
    component_of: str | None = None
    """What the goods are a part of; `None` where they are offered as such."""

    bidder_link: str | None = None
    """`none`, `subcontractor` or `is_maker`, or free words for one of them."""

    where: str | None = None
    """`bidder_own_use` where the text speaks of what the bidder itself uses."""

    remote_admin: str | None = None
    """State from which the goods are administered."""

    controller: str | None = None
    """State, or vendor id, of who controls the maker."""

    certificate: bool | None = None
    """Whether a valid certificate for the exact model is shown."""

    produced_in: str | None = None
    """State in which the very article is made."""

    @property
    def goods(self) -> str:
        """The class of the goods; empty where `equipment` says none that is known."""
        return goods_of(self.equipment)

    @property
    def link(self) -> str | None:
        """How the bidder stands to the maker; `None` where that is not known."""
        return link_of(self.bidder_link)

    @property
    def producer_known(self) -> bool:
        """Whether the way to the maker settles who produced the article."""
        return self.route not in PRODUCER_UNCERTAIN


@dataclass(frozen=True, slots=True)
class Maker:
    """What the vendor lists know of a subject's maker and of the brand that is printed."""

    id: str
    brand: str
    root: Vendor | None
    own: Vendor | None
    """The printed brand's own entry."""

    subsidiary: bool
    """The goods are those of a subsidiary or an affiliate of the maker."""

    controller: str = ""
    """Vendor id of who controls the maker, where that is known."""

    controller_state: str = ""


def maker_of(subject: Subject, catalogue: Catalogue) -> Maker:
    """Look `subject`'s maker and brand up in `catalogue`."""
    maker = vendor_id(subject.maker, catalogue)
    brand = vendor_id(subject.vendor, catalogue) or maker
    controller = vendor_id(subject.controller or "", catalogue)
    # A controller is told by its state ("CN") or by name.
    state = controller.upper() if len(controller) == 2 else ""
    return Maker(
        id=maker,
        brand=brand,
        root=catalogue.vendors.get(maker),
        own=catalogue.vendors.get(brand),
        subsidiary=subject.route is Route.SUBSIDIARY and brand != maker,
        controller="" if state else controller,
        controller_state=state or country_of(catalogue.vendors.get(controller)),
    )


def vendor_id(text: str, catalogue: Catalogue) -> str:
    """Return the id in `catalogue` that `text` means, or `text` itself."""
    plain = text.strip().lower().replace(" ", "-").replace("_", "-")
    if plain in catalogue.vendors:
        return plain
    return MAKER_IDS.get(plain, plain)


def country_of(vendor: Vendor | None) -> str:
    """Return the state in which `vendor` has its head office, or nothing where unknown."""
    if vendor is None:
        return ""
    return "CN" if vendor.prc_headquartered else vendor.country.upper()
