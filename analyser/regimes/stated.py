"""What the free words of a buyer or a bid amount to.

People write money, purposes and capacities as they like. Words that are understood are yes or
no; words that nobody foresaw are unknown, so that a question is asked and nothing is cleared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

DENIAL = re.compile(
    r"\b(?:not|no|non|never|without|neither|nor|except|other than|outside)"
    r"(?: (?:an?|the|any|one|of|in|by|from|for|part))* $"
)
"""Ends in "not a", "no" or "without any": what follows is denied."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which of the things that matter a text says, denies, and whether it was understood."""

    met: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    other: bool = False
    """It says something that is none of the things that matter."""

    def says(self, wanted: Iterable[str]) -> bool | None:
        """Return whether one of `wanted` is said; `None` where the words leave it open."""
        names = set(wanted)
        if self.met & names:
            return True
        if self.met or self.other or (names and names <= self.denied):
            return False
        return None


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The things that matter, each with a pattern of how people write it."""

    forms: Mapping[str, str]
    others: str = ""
    """Pattern of words that are none of them."""

    doubtful: str = ""
    """Pattern of words beside which the `others` settle nothing."""

    def read(self, text: str) -> Meaning:
        """Return what `text` amounts to."""
        plain = folded(text)
        if not plain:
            return Meaning()
        met: set[str] = set()
        denied: set[str] = set()
        for name, form in self.forms.items():
            for hit in re.finditer(form, plain):
                (denied if DENIAL.search(plain[: hit.start()]) else met).add(name)
        other = bool(
            self.others
            and re.search(self.others, plain)
            and not (self.doubtful and re.search(self.doubtful, plain))
        )
        return Meaning(frozenset(met), frozenset(denied - met), other and not met)


def folded(text: str) -> str:
    """Return `text` in small letters, its words parted by single spaces."""
    return re.sub(r"[\W_]+", " ", text.lower().replace("'", "").replace("’", "")).strip()


CAPACITIES = Vocabulary(
    {
        "designated_communications_provider": r"(?<!un)designated",
        "telecoms_operator": r"^operator$|(mobile|network) operator|carrier|telecom|telco"
        r"|communications|mobile network|isp\b|internet (service |access )?provider|broadband"
        r"|network provider",
        "regulated_entity": r"(?<!un)regulated|essential (entity|service)|important entity"
        r"|nis2?\b|obliged",
        "corporate_entity": r"(?<!non )corporate (commonwealth|entity)",
        "state_agency": r"^state (?!enterprise|owned)|provinc|regional|devolved|cantonal",
        "federal_body": r"federal(?! contractor)|national|commonwealth|crown corporation",
        "civilian_agency": r"civilian",
        "sci_systems": r"\bsci\b|intelligence community",
        "exporter": r"export",
        "fcc_applicant_importer_or_marketer": r"import|market|applicant|authori[sz]ation"
        r"|manufactur",
        "importer": r"import",
        "arms_length_body": r"arms? ?s? length|ndpb|quango",
        "executive_agency": r"executive agency",
        "list_x_contractor": r"list ?x",
        "landlord_or_shared_building": r"landlord|shared building",
        "state_enterprise": r"state enterprise|state owned|soe\b",
        "critical_infrastructure_operator": r"critical infrastructure",
    },
    others=r"ordinary|enterprise|end ?user|subscriber|customer|tenant|retail|hotel|shop\b"
    r"|(own|office|corporate|internal|campus) (use|user|network|buyer|purchaser)"
    r"|^(buyer|purchaser|user|none)$",
)
"""Capacities that regimes name; the rest buys for its own ordinary use."""

FUNDS = Vocabulary(
    {
        "fcc_subsidy": r"\b(usf|universal service|e ?rate|fcc|lifeline|rural health)\b",
        "federal_award": r"\bfederal\b|^(sub ?)?award$|cost share|programme? income"
        r"|\b(fema|hud|cdbg|usda|dhs|doj|nsf|nih|noaa|ntia|uasi|shsp|esser|byrne)\b"
        r"|homeland security|us department of|american rescue plan|cares act",
    },
    others=r"\b(own|local|city|county|municipal|town|borough|state|provincial|general fund"
    r"|reserves?|revenues?|levy|fees?|bonds?|tax(es)?|tuition|donations?|donors?|private"
    r"|philanthropy|foundation|charit(y|able)|insurance|lottery|none|no outside money)\b",
)
"""Kinds of outside money that regimes name, and money that is none of them."""

PURPOSES = Vocabulary(
    {
        "public_safety": r"public safety|law enforcement|polic(e|ing)|crime|firefight"
        r"|fire service|emergency (service|response)",
        "security_of_government_facilities": r"government (facilit|building)"
        r"|federal (facilit|building)|^(?=.*(secur|protect|guard))(?=.*(government|embassy"
        r"|courthouse|military base|barracks|ministr))",
        "physical_security_surveillance_of_critical_infrastructure": r"critical infrastructure",
        "other_national_security_purpose": r"national security",
        "national_strategic_interest": r"strategic interest",
        "mobile_devices": r"mobile",
    },
    others=r"wildlife|\bbirds?\b|animal|livestock|farm|crop|agricult|fisher|botan|weather"
    r"|traffic (count|survey|flow|model)|footfall|(visitor|people|passenger) count|occupancy"
    r"|retail|marketing|advert|broadcast|stream|film|photograph|webcam|time ?lapse|conferenc"
    r"|meeting|classroom|teaching|training|education|lecture|research|laborator|microscop"
    r"|quality control|production line|machine vision|tourism|entertainment|sports|exhibit"
    r"|administrat|office (work|it|use|network)|archiv"
    r"|^(another|other)( use| purpose)?$|none of",
    doubtful=r"secur|safety|surveil|protect|guard|patrol|emergenc|defen[cs]e|militar|border"
    r"|custom|prison|intrusion|intruder|access control|infrastructure|critical|intelligence",
)
"""Purposes that regimes name, and purposes that are surely none of them."""

MISSIONS = Vocabulary(
    {"covered_mission": r"covered mission|nuclear|missile def|homeland def"},
    others=r"^none$|^(another|other)( mission)?$|training|office|administrat|logistic|welfare"
    r"|morale|commissary|recruit"
    r"|routine|ordinary|housekeep|education",
)
"""Missions that the Department of Defense's own clause covers, and missions that it does not."""

LINKS = Vocabulary(
    {
        "none": r"^none$|no link|resell|resale|distribut|integrat|install(er|ation)|dealer"
        r"|wholesal|independent|unrelated|stockist",
        "subcontractor": r"sub ?contract",
        "is_maker": r"maker|manufactur|subsidiar|affiliat|parent|connected|associated|group"
        r"|joint venture|consortium|owned",
    }
)
"""How a bidder may stand to a maker: resold goods make no link, belonging to it does."""

GOODS = Vocabulary(
    {
        "video_surveillance": r"cctv|camera|\bnvr|\bdvr|surveillance|video recorder|\bvms\b",
        "telecom_5g": r"5g",
        "routers": r"router",
        "telecom_network": r"switch|network|telecom|access point|wi ?fi|firewall",
        "drone": r"drone|\buas\b|\buav\b|unmanned",
        "two_way_radio": r"two way|walkie|\btetra\b|\bdmr\b|radio",
        "antivirus_software": r"anti ?virus|endpoint (security|protection)",
        "access_control": r"access control|door controller|turnstile|card reader",
        "intercom": r"intercom|door ?phone",
        "cellular_modules": r"cellular|iot module|modem",
        "semiconductor": r"semiconductor|chip|memory|\bssd\b|\bsoc\b",
        "battery": r"batter",
        "lidar": r"lidar",
        "solar": r"inverter|solar|photovolt",
        "ai_service": r"chatbot|language model|\bllm\b|ai (model|assistant)",
        "body_scanner": r"scanner|x ?ray",
        "software_app": r"software|\bapp\b",
    }
)
"""Classes of goods, and how people call them who do not know the classes."""
CLASSES = frozenset(GOODS.forms) | {
    "general", "video_analytics", "facial_recognition", "thermal_camera", "machine_vision",
    "subsea_cable", "servers", "storage", "intruder_alarm", "fire_detection", "medical_imaging",
    "biotechnology", "inverter", "power_inverter", "robot", "robotics", "robotic_device",
}  # fmt: skip
"""Classes of goods that the lists and the regimes know."""


def link_of(text: str | None) -> str | None:
    """Return how the bidder stands to the maker: `none`, `subcontractor`, `is_maker`, unknown."""
    met = LINKS.read(text or "").met
    return next((name for name in LINKS.forms if name in met), None)


def goods_of(text: str) -> str:
    """Return the class of goods that `text` means; empty where it says none that is known."""
    known = folded(text).replace(" ", "_")
    if known in CLASSES:
        return known
    met = GOODS.read(text).met
    return next((name for name in GOODS.forms if name in met), "")
