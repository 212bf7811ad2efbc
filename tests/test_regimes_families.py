"""What the shipped regimes say, family by family, as their own texts have it."""

from __future__ import annotations

from typing import Any

import pytest

from analyser.lists.load import Lists
from tests.regime_calls import asked

GB = {"jurisdiction": "GB"}
DEPARTMENT = {**GB, "buyer": "central_government"}
COUNCIL = {**GB, "buyer": "local_authority"}
US = {"jurisdiction": "US"}
AGENCY = {**US, "buyer": "central_government"}
DOD = {**US, "buyer": "defence"}
HIK = {"maker": "hikvision"}
DAHUA = {"maker": "dahua"}
DJI = {"maker": "dji", "equipment": "drone"}
HUAWEI = {"maker": "huawei", "equipment": "telecom_network"}
HUAWEI_5G = {"maker": "huawei", "equipment": "telecom_5g"}
KASPERSKY = {"maker": "kaspersky", "equipment": "antivirus_software"}
PUBLIC = {"purpose": "public_safety"}

WMS = "gb-wms-2022-visual-surveillance"

Row = tuple[dict[str, Any], dict[str, Any], str, str, str]

BRITISH: list[Row] = [
    # buyer, goods, regime, outcome, consequence
    ({**DEPARTMENT, "site": {"c2_dv": True}}, {"maker": "tiandy"}, WMS, "applies", "prohibited"),
    ({**DEPARTMENT, "site": "yes"}, {"maker": "axis"}, WMS, "out_of_scope", "none"),
    ({**DEPARTMENT, "site": {"c1_secret": False}}, HIK, WMS, "applies_if", "prohibited"),
    ({**DEPARTMENT, "site": "no"}, HIK, WMS, "advisory", "discretionary"),
    ({**DEPARTMENT, "site": "yes", "award_date": "2022-11-01"}, HIK, WMS, "not_in_force", "none"),
    ({**DEPARTMENT, "site": "yes"}, {**HIK, "stance": "cited"}, WMS, "out_of_scope", "none"),
    ({**DEPARTMENT, "site": "yes"}, {**HIK, "equipment": "intercom"}, WMS, "out_of_scope", "none"),
    ({**DEPARTMENT, "site": "yes", "capacity": "arms_length_body"}, HIK, WMS, "applies_if",
     "prohibited"),
    ({**DEPARTMENT, "site": "yes", "sub_jurisdiction": "GB-SCT"}, HIK, WMS, "not_bound", "none"),
    ({**GB, "buyer": "education", "site": "yes"}, HIK, WMS, "not_bound", "none"),
    ({**DEPARTMENT, "site": "yes"}, {**HIK, "stance": "existing"}, "gb-removal-programme",
     "applies", "remove"),
    ({**DEPARTMENT, "site": "yes"}, HIK, "gb-removal-programme", "out_of_scope", "none"),
    (COUNCIL, {**HIK, "stance": "existing"}, "gb-removal-programme", "not_bound", "none"),
    ({**DEPARTMENT, "site": "no"}, HIK, "gb-sensitive-site-definition-2023", "out_of_scope",
     "none"),
    ({**DEPARTMENT, "site": "yes", "award_date": "2023-03-01"}, HIK,
     "gb-sensitive-site-definition-2023", "not_in_force", "none"),
    ({**DEPARTMENT, "buyer_name": "DHSC"}, HIK, "gb-dhsc-hikvision-2022", "applies", "prohibited"),
    ({**DEPARTMENT, "buyer_name": "HM Treasury"}, HIK, "gb-dhsc-hikvision-2022", "not_bound",
     "none"),
    (DEPARTMENT, HIK, "gb-dhsc-hikvision-2022", "applies_if", "discretionary"),
    ({**DEPARTMENT, "buyer_name": "DWP"}, {"maker": "axis", "produced_in": "CN"},
     "gb-dwp-cctv-2022", "applies", "prohibited"),
    ({**DEPARTMENT, "buyer_name": "DWP"}, {"maker": "axis"}, "gb-dwp-cctv-2022", "applies_if",
     "prohibited"),
    (DEPARTMENT, {"maker": "axis"}, "gb-dwp-cctv-2022", "applies_if", "discretionary"),
    ({**COUNCIL, "sub_jurisdiction": "GB-WLS"}, HIK, "gb-wls-position", "advisory", "advisory"),
    ({**COUNCIL, "sub_jurisdiction": "GB-ENG"}, HIK, "gb-wls-position", "not_bound", "none"),
    ({**DEPARTMENT, "sub_jurisdiction": "GB-SCT"}, {**HIK, "stance": "existing"}, "gb-sct-estate",
     "applies", "remove"),
    ({**GB, "buyer": "police", "sub_jurisdiction": "GB-SCT"}, HIK, "gb-sct-estate", "not_bound",
     "none"),
    ({**GB, "buyer": "police", "sub_jurisdiction": "GB-SCT"}, HIK, "gb-surveillance-camera-code",
     "not_bound", "none"),
    ({**GB, "buyer": "health"}, HIK, "gb-surveillance-camera-code", "advisory", "advisory"),
]  # fmt: skip

PROCUREMENT_ACT: list[Row] = [
    (COUNCIL, {**HIK, "bidder_link": "is_maker"}, "gb-pa2023-natsec-discretionary", "applies_if",
     "discretionary"),
    (DEPARTMENT, {**HIK, "bidder_link": "subcontractor"}, "gb-pa2023-natsec-discretionary",
     "applies", "discretionary"),
    (DEPARTMENT, {**HIK, "bidder_link": "none"}, "gb-pa2023-natsec-discretionary",
     "out_of_scope", "none"),
    ({**GB, "buyer": "intelligence"}, {**HIK, "bidder_link": "is_maker"},
     "gb-pa2023-natsec-discretionary", "not_bound", "none"),
    ({**DEPARTMENT, "award_date": "2025-01-10"}, {**HIK, "bidder_link": "is_maker"},
     "gb-pa2023-debarment-list", "not_in_force", "none"),
    (COUNCIL, {**HIK, "bidder_link": "is_maker", "stance": "excluded"},
     "gb-pa2023-debarment-list", "applies_if", "exclude"),
    (COUNCIL, HIK, "gb-pa2023-debarment-list", "applies_if", "discretionary"),
    ({**COUNCIL, "contract": "below_threshold"}, {**HIK, "bidder_link": "is_maker"},
     "gb-pa2023-debarment-list", "out_of_scope", "none"),
    ({**GB, "buyer": "defence", "contract": "exempt"}, HIK, "gb-pa2023-natsec-exempt-contracts",
     "applies", "discretionary"),
    ({**COUNCIL, "contract": "covered"}, HIK, "gb-pa2023-natsec-exempt-contracts",
     "out_of_scope", "none"),
    (COUNCIL, {**HIK, "stance": "specified"}, "gb-pa2023-s56-specifications", "advisory",
     "advisory"),
    (COUNCIL, HIK, "gb-pa2023-s56-specifications", "out_of_scope", "none"),
    ({**COUNCIL, "sub_jurisdiction": "GB-SCT"}, {**HIK, "stance": "specified"},
     "gb-pa2023-s56-specifications", "not_bound", "none"),
    (DEPARTMENT, HIK, "gb-ppn-025-2026", "out_of_scope", "none"),
    (COUNCIL, {"maker": "deepseek", "equipment": "ai_service"}, "gb-ppn-025-2026", "not_bound",
     "none"),
]  # fmt: skip

BRITISH_TELECOMS: list[Row] = [
    ({**GB, "buyer": "private", "capacity": "designated_communications_provider"},
     {**HUAWEI_5G, "stance": "existing"}, "gb-huawei-dvd-2022", "applies", "remove"),
    ({**GB, "buyer": "private", "capacity": "mobile operator"}, HUAWEI_5G, "gb-huawei-dvd-2022",
     "applies_if", "prohibited"),
    ({**GB, "buyer": "private", "capacity": "designated_communications_provider"},
     {"maker": "zte", "equipment": "telecom_5g"}, "gb-huawei-dvd-2022", "out_of_scope", "none"),
    (DEPARTMENT, HUAWEI, "gb-huawei-dvd-2022", "not_bound", "none"),
    ({**GB, "buyer": "private", "capacity": "telecoms operator"},
     {"maker": "zte", "equipment": "telecom_network"}, "gb-ncsc-zte-2018", "advisory", "advisory"),
    (DEPARTMENT, KASPERSKY, "gb-ncsc-kaspersky", "advisory", "advisory"),
    (DEPARTMENT, {**KASPERSKY, "stance": "excluded"}, "gb-ncsc-kaspersky", "out_of_scope", "none"),
    (COUNCIL, {**HIK, "equipment": "access_control"}, "gb-npsa-ncst-guidance", "advisory",
     "advisory"),
]  # fmt: skip

SECTION_889: list[Row] = [
    (AGENCY, HUAWEI, "us-889a-procure", "applies", "prohibited"),
    (AGENCY, HIK, "us-889a-procure", "applies_if", "prohibited"),
    ({**AGENCY, "purpose": "wildlife_observation"}, HIK, "us-889a-procure", "out_of_scope",
     "none"),
    ({**AGENCY, "purpose": "wildlife_observation"}, HUAWEI, "us-889a-procure", "applies",
     "prohibited"),
    (AGENCY, {"maker": "tp-link", "equipment": "routers"}, "us-889a-procure", "out_of_scope",
     "none"),
    ({**AGENCY, "award_date": "2019-07-01"}, HUAWEI, "us-889a-procure", "not_in_force", "none"),
    (AGENCY, {"maker": "huawei", "vendor": "hisilicon", "route": "subsidiary",
              "equipment": "semiconductor", "component_of": "network camera"},
     "us-889a-procure", "applies_if", "prohibited"),
    ({**US, "buyer": "federal_contractor"}, HUAWEI, "us-889a-procure", "applies", "prohibited"),
    ({**AGENCY, "capacity": "state_agency", "sub_jurisdiction": "US-VT"}, HUAWEI,
     "us-889a-procure", "not_bound", "none"),
    (AGENCY, HUAWEI, "us-889b-use", "applies_if", "ask_declaration"),
    (AGENCY, {**HIK, "where": "bidder_own_use", "stance": "existing"}, "us-889b-use",
     "applies_if", "exclude"),
    (AGENCY, {**HUAWEI, "where": "subcontractor_own_use", "stance": "existing"}, "us-889b-use",
     "out_of_scope", "none"),
    ({**US, "buyer": "grant_recipient", "funding": ["federal_award"]},
     {**HUAWEI, "where": "bidder_own_use", "stance": "existing"}, "us-889b-use", "not_bound",
     "none"),
    ({**US, "buyer": "education", "funding": ["federal_award"]}, HUAWEI, "us-2cfr-200-216",
     "applies", "prohibited"),
    ({**US, "buyer": "education", "funding": []}, HUAWEI, "us-2cfr-200-216", "not_bound", "none"),
    ({**US, "buyer": "police", "funding": ["federal_award"]}, HIK, "us-2cfr-200-216",
     "applies_if", "prohibited"),
    ({**AGENCY, **PUBLIC}, HIK, "us-rfo-52-240-91", "applies", "prohibited"),
    ({**US, "buyer": "police"}, HIK, "us-rfo-52-240-91", "not_bound", "none"),
    ({**DOD, "mission": "nuclear deterrence"}, HUAWEI, "us-dfars-7018-1656", "applies",
     "prohibited"),
    (DOD, HUAWEI, "us-dfars-7018-1656", "applies_if", "prohibited"),
    ({**DOD, "mission": "covered_mission"}, HIK, "us-dfars-7018-1656", "out_of_scope", "none"),
    (AGENCY, HUAWEI, "us-dfars-7018-1656", "not_bound", "none"),
]  # fmt: skip

AMERICAN_LISTS: list[Row] = [
    ({**US, "buyer": "health"}, HIK, "us-fcc-covered-list", "not_bound", "none"),
    ({**US, "buyer": "education", "funding": ["e-rate"]}, HUAWEI, "us-fcc-covered-list",
     "applies", "prohibited"),
    ({**US, "buyer": "education", "funding": ["usf"], "award_date": "2026-01-10"},
     {"maker": "netgear", "equipment": "routers"}, "us-fcc-covered-list", "not_in_force", "none"),
    ({**US, "buyer": "education", "funding": ["usf"]}, {"maker": "netgear", "equipment": "routers"},
     "us-fcc-covered-list", "applies_if", "prohibited"),
    ({**US, "buyer": "private", "capacity": "importer", **PUBLIC}, HIK,
     "us-fcc-legacy-import-ban-2026", "applies", "prohibited"),
    ({**US, "buyer": "private", "capacity": "importer", **PUBLIC, "award_date": "2026-07-01"}, HIK,
     "us-fcc-legacy-import-ban-2026", "not_in_force", "none"),
    ({**US, "buyer": "local_authority"}, {**HIK, "stance": "existing"},
     "us-fcc-legacy-import-ban-2026", "not_bound", "none"),
    ({**US, "buyer": "private", "capacity": "equipment applicant"}, HUAWEI,
     "us-secure-equipment-act", "applies", "prohibited"),
    (AGENCY, HIK, "us-bis-entity-list", "not_bound", "none"),
    ({**US, "buyer": "private", "capacity": "exporter"}, HIK, "us-bis-entity-list", "advisory",
     "none"),
    ({**US, "buyer": "private", "capacity": "exporter", "award_date": "2026-03-01"}, HIK,
     "us-bis-affiliates-rule", "not_in_force", "none"),
    (AGENCY, HIK, "us-uflpa", "not_bound", "none"),
    (AGENCY, {"maker": "dji", "equipment": "robot"}, "us-fcc-inverters-robots-2026", "not_bound",
     "none"),
    (DOD, {**HIK, "bidder_link": "is_maker"}, "us-1260h-list", "advisory", "none"),
    (DOD, {"maker": "meiya-pico", "bidder_link": "is_maker"}, "us-805-1260h-procurement",
     "applies", "prohibited"),
    (DOD, {"maker": "megvii", "bidder_link": "is_maker"}, "us-805-1260h-procurement",
     "out_of_scope", "none"),
    ({**DOD, "award_date": "2026-03-02"}, HIK, "us-1260h-list", "advisory", "none"),
    ({**DOD, "award_date": "2026-03-02"}, {"maker": "alibaba", "equipment": "general"},
     "us-1260h-list", "not_in_force", "none"),
    (DOD, {"maker": "uniview"}, "us-1260h-list", "out_of_scope", "none"),
    (DOD, {**HIK, "bidder_link": "is_maker"}, "us-805-1260h-procurement", "applies", "prohibited"),
    (DOD, {"maker": "zte", "bidder_link": "is_maker", "equipment": "telecom_network"},
     "us-805-1260h-procurement", "out_of_scope", "none"),
    (AGENCY, {**HIK, "bidder_link": "is_maker"}, "us-805-1260h-procurement", "not_bound", "none"),
    ({**DOD, "award_date": "2027-07-01"}, {**HIK, "bidder_link": "none"},
     "us-805-1260h-procurement", "applies", "prohibited"),
    ({**DOD, "award_date": "2026-01-15", "option_dates": ["2027-09-01"]},
     {**HIK, "bidder_link": "none"}, "us-805-1260h-procurement", "applies_if", "discretionary"),
    (DOD, {**DAHUA, "bidder_link": "is_maker", "controller": "dahua"}, "us-805-1260h-procurement",
     "applies", "prohibited"),
    ({**AGENCY, "award_date": "2028-01-05"}, {"maker": "ymtc", "equipment": "semiconductor",
     "component_of": "recorder"}, "us-5949-semiconductors", "applies", "prohibited"),
    ({**AGENCY, "delivery_dates": ["2028-01-05"]}, {"maker": "ymtc", "equipment": "semiconductor"},
     "us-5949-semiconductors", "applies_if", "prohibited"),
    ({**AGENCY, "award_date": "2028-01-05"}, HIK, "us-5949-semiconductors", "out_of_scope",
     "none"),
    (DOD, {"maker": "catl", "equipment": "battery"}, "us-ndaa-154-batteries", "not_in_force",
     "none"),
    (AGENCY, {"maker": "catl", "equipment": "battery"}, "us-ndaa-154-batteries", "not_bound",
     "none"),
    (DOD, {"maker": "hesai", "equipment": "lidar"}, "us-ndaa-lidar", "applies", "prohibited"),
    ({**DOD, "award_date": "2026-06-01"}, {"maker": "hesai", "equipment": "lidar"},
     "us-ndaa-lidar", "not_in_force", "none"),
    ({**US, "buyer": "intelligence"}, {"maker": "acronis", "equipment": "software_app"},
     "us-fascsa", "applies", "prohibited"),
    (AGENCY, HUAWEI, "us-fascsa", "out_of_scope", "none"),
    (AGENCY, {"maker": "wuxi-apptec", "equipment": "biotechnology"}, "us-biosecure-851",
     "not_in_force", "none"),
    (AGENCY, HIK, "us-biosecure-851", "out_of_scope", "none"),
    ({**US, "buyer": "education"}, {**HUAWEI, "bidder_link": "none"}, "us-nsf-dcl-2026",
     "out_of_scope", "none"),
]  # fmt: skip

DRONES_AND_SOFTWARE: list[Row] = [
    (AGENCY, DJI, "us-asda-drones", "applies", "prohibited"),
    ({**AGENCY, "award_date": "2029-01-05"}, DJI, "us-asda-drones", "not_in_force", "none"),
    (AGENCY, {"maker": "skydio", "equipment": "drone"}, "us-asda-drones", "out_of_scope", "none"),
    ({**US, "buyer": "local_authority", "funding": ["federal_award"], "award_date": "2025-06-01"},
     DJI, "us-asda-drones", "not_in_force", "none"),
    ({**US, "buyer": "local_authority"}, DJI, "us-asda-drones", "applies_if", "prohibited"),
    ({**US, "buyer": "local_authority", "funding": []}, DJI, "us-asda-drones", "not_bound", "none"),
    (DOD, DJI, "us-ndaa-848-dod-drones", "applies", "prohibited"),
    (AGENCY, DJI, "us-ndaa-848-dod-drones", "not_bound", "none"),
    (AGENCY, KASPERSKY, "us-kaspersky-far", "applies", "prohibited"),
    ({**US, "buyer": "health"}, KASPERSKY, "us-kaspersky-far", "not_bound", "none"),
    ({**US, "buyer": "private"}, {**KASPERSKY, "stance": "existing"}, "us-kaspersky-icts",
     "advisory", "advisory"),
    ({**US, "buyer": "private", "award_date": "2024-05-01"}, KASPERSKY, "us-kaspersky-icts",
     "not_in_force", "none"),
    (AGENCY, {"maker": "bytedance", "equipment": "software_app"}, "us-no-tiktok", "applies",
     "prohibited"),
    ({**US, "buyer": "police"}, {"maker": "bytedance", "equipment": "software_app"},
     "us-no-tiktok", "not_bound", "none"),
]  # fmt: skip

TEXAS = {**AGENCY, "capacity": "state_agency", "sub_jurisdiction": "US-TX"}

PARTS_OF_STATES: list[Row] = [
    (TEXAS, {"maker": "uniview"}, "us-tx-prohibited-tech", "applies", "prohibited"),
    ({**TEXAS, "award_date": "2025-12-01"}, {"maker": "uniview"}, "us-tx-prohibited-tech",
     "not_in_force", "none"),
    ({**US, "buyer": "local_authority", "sub_jurisdiction": "US-TX"}, {"maker": "uniview"},
     "us-tx-prohibited-tech", "not_bound", "none"),
    (AGENCY, {"maker": "uniview"}, "us-tx-prohibited-tech", "not_bound", "none"),
    ({**US, "buyer": "education", "sub_jurisdiction": "US-FL"}, HIK, "us-states-other",
     "applies_if", "prohibited"),
    ({"jurisdiction": "CA", "buyer": "education", "sub_jurisdiction": "CA-QC"}, DAHUA,
     "ca-qc-hikvision-dahua-2023", "applies", "prohibited"),
    ({"jurisdiction": "CA", "buyer": "health", "sub_jurisdiction": "CA-QC"},
     {**DAHUA, "stance": "existing"}, "ca-qc-hikvision-dahua-2023", "applies", "discretionary"),
    ({"jurisdiction": "CA", "buyer": "local_authority", "sub_jurisdiction": "CA-QC"}, HIK,
     "ca-qc-hikvision-dahua-2023", "not_bound", "none"),
    ({"jurisdiction": "CA", "buyer": "central_government", "sub_jurisdiction": "CA-QC"}, HIK,
     "ca-fed-hikvision-ban", "not_bound", "none"),
]  # fmt: skip

COMMONWEALTH: list[Row] = [
    ({"jurisdiction": "CA", "buyer": "central_government"}, DAHUA, "ca-fed-hikvision-ban",
     "out_of_scope", "none"),
    ({"jurisdiction": "CA", "buyer": "defence"}, {**HIK, "stance": "existing"},
     "ca-fed-hikvision-ban", "applies", "remove"),
    ({"jurisdiction": "CA", "buyer": "central_government"}, KASPERSKY,
     "ca-kaspersky-wechat-2023", "applies_if", "prohibited"),
    ({"jurisdiction": "CA", "buyer": "central_government", "purpose": "not for mobile devices"},
     KASPERSKY, "ca-kaspersky-wechat-2023", "out_of_scope", "none"),
    ({"jurisdiction": "CA", "buyer": "private", "capacity": "carrier"},
     {"maker": "zte", "equipment": "telecom_5g"}, "ca-huawei-zte-2022", "applies", "prohibited"),
    ({"jurisdiction": "CA", "buyer": "local_authority"}, HUAWEI, "ca-huawei-zte-2022",
     "not_bound", "none"),
    ({"jurisdiction": "CA", "buyer": "police"}, HIK, "ca-hikvision-ica-2025", "not_bound", "none"),
    ({"jurisdiction": "AU", "buyer": "central_government"}, {**HIK, "stance": "existing"},
     "au-cctv-removal-2023", "applies", "remove"),
    ({"jurisdiction": "AU", "buyer": "police"}, HIK, "au-cctv-removal-2023", "not_bound", "none"),
    ({"jurisdiction": "AU", "buyer": "central_government"}, {"maker": "uniview"},
     "au-cctv-removal-2023", "out_of_scope", "none"),
    ({"jurisdiction": "AU", "buyer": "central_government"}, HIK, "au-pspf-001-2024-foci",
     "applies", "ask_declaration"),
    ({"jurisdiction": "AU", "buyer": "local_authority"}, KASPERSKY,
     "au-pspf-002-2025-kaspersky", "advisory", "advisory"),
    ({"jurisdiction": "AU", "buyer": "central_government", "award_date": "2025-02-01"}, KASPERSKY,
     "au-pspf-002-2025-kaspersky", "not_in_force", "none"),
    ({"jurisdiction": "AU", "buyer": "central_government"},
     {"maker": "deepseek", "equipment": "ai_service"}, "au-pspf-001-2025-deepseek", "applies",
     "prohibited"),
    ({"jurisdiction": "AU", "buyer": "private", "capacity": "carrier"}, HUAWEI_5G, "au-5g-2018",
     "applies", "prohibited"),
    ({"jurisdiction": "NZ", "buyer": "central_government"}, HIK, "nz-natsec-procurement-2023",
     "applies", "discretionary"),
    ({"jurisdiction": "NZ", "buyer": "local_authority"}, HIK, "nz-natsec-procurement-2023",
     "advisory", "advisory"),
]  # fmt: skip

EUROPEAN: list[Row] = [
    ({"jurisdiction": "FR", "buyer": "central_government"}, HUAWEI_5G, "eu-csa2-proposal",
     "not_in_force", "none"),
    ({"jurisdiction": "FR", "buyer": "private"}, HUAWEI_5G, "eu-5g-toolbox", "advisory",
     "advisory"),
    ({"jurisdiction": "PL", "buyer": "utilities"}, HIK, "eu-ict-supply-chain-toolbox",
     "advisory", "advisory"),
    ({"jurisdiction": "EU", "buyer": "central_government", "buyer_name": "European Parliament"},
     {**HIK, "stance": "existing"}, "eu-parliament-hikvision", "applies", "remove"),
    ({"jurisdiction": "FR", "buyer": "central_government"}, HIK, "eu-parliament-hikvision",
     "not_bound", "none"),
    ({"jurisdiction": "LT", "buyer": "defence"}, {**DJI, "stance": "existing"},
     "lt-untrusted-tech", "applies", "remove"),
    ({"jurisdiction": "LT", "buyer": "police"}, {"maker": "bosch", "controller": "CN"},
     "lt-untrusted-tech", "applies", "exclude"),
    ({"jurisdiction": "LT", "buyer": "local_authority"}, HIK, "lt-untrusted-tech", "not_bound",
     "none"),
    ({"jurisdiction": "LT", "buyer": "police"}, {"maker": "axis"}, "lt-untrusted-tech",
     "out_of_scope", "none"),
    ({"jurisdiction": "LT", "buyer": "police"},
     {**DAHUA, "vendor": "lorex", "route": "rebrand"}, "lt-untrusted-tech", "applies_if",
     "exclude"),
    ({"jurisdiction": "CZ", "buyer": "critical_infrastructure"}, HUAWEI, "cz-nukib-2018",
     "applies", "discretionary"),
    ({"jurisdiction": "CZ", "buyer": "local_authority"}, HUAWEI, "cz-nukib-2018", "not_bound",
     "none"),
    ({"jurisdiction": "CZ", "buyer": "local_authority", "capacity": "regulated entity"}, HUAWEI,
     "cz-nukib-2018", "applies", "discretionary"),
    ({"jurisdiction": "CA", "buyer": "utilities", "capacity": "critical infrastructure operator"},
     HUAWEI_5G, "ca-huawei-zte-2022", "not_bound", "none"),
    ({"jurisdiction": "AU", "buyer": "central_government",
      "capacity": "corporate Commonwealth entity"}, KASPERSKY, "au-pspf-002-2025-kaspersky",
     "not_bound", "none"),
    ({"jurisdiction": "AU", "buyer": "central_government",
      "capacity": "non-corporate Commonwealth entity"}, KASPERSKY, "au-pspf-002-2025-kaspersky",
     "applies", "prohibited"),
    ({"jurisdiction": "CZ", "buyer": "critical_infrastructure"}, HIK, "cz-nukib-2025",
     "applies_if", "ask_declaration"),
    ({"jurisdiction": "CZ", "buyer": "critical_infrastructure"}, {**HIK, "remote_admin": "CZ"},
     "cz-nukib-2025", "out_of_scope", "none"),
    ({"jurisdiction": "PL", "buyer": "health"}, HUAWEI, "pl-ksc-hrv-2026", "applies_if",
     "prohibited"),
    ({"jurisdiction": "PL", "buyer": "health", "award_date": "2026-02-20"}, HUAWEI,
     "pl-ksc-hrv-2026", "not_in_force", "none"),
    ({"jurisdiction": "DE", "buyer": "private", "buyer_name": "Deutsche Telekom AG"}, HUAWEI_5G,
     "de-5g-huawei", "applies", "remove"),
    ({"jurisdiction": "DE", "buyer": "health"}, HUAWEI, "de-5g-huawei", "not_bound", "none"),
    ({"jurisdiction": "IT", "buyer": "local_authority"}, HIK, "it-dpcm-2025", "applies_if",
     "discretionary"),
    ({"jurisdiction": "EE", "buyer": "local_authority"}, HIK, "ee-eca-2022", "not_bound", "none"),
    ({"jurisdiction": "NL", "buyer": "local_authority", "buyer_name": "Gemeente Rotterdam"}, HIK,
     "nl-position", "not_bound", "none"),
    ({"jurisdiction": "NL", "buyer": "local_authority", "buyer_name": "Gemeente Amsterdam"},
     {"maker": "uniview", "stance": "existing"}, "nl-position", "applies", "remove"),
    ({"jurisdiction": "DK", "buyer": "local_authority", "buyer_name": "Copenhagen"},
     {**HIK, "stance": "existing"}, "dk-position", "applies", "remove"),
    ({"jurisdiction": "RO", "buyer": "private", "capacity": "mobile operator"}, HUAWEI_5G,
     "ro-position", "applies_if", "prohibited"),
    ({"jurisdiction": "IE", "buyer": "central_government"}, HIK, "ie-position", "not_bound",
     "none"),
]  # fmt: skip

ASIAN: list[Row] = [
    ({"jurisdiction": "TW", "buyer": "police"}, {**DAHUA, "stance": "existing"},
     "tw-prc-ict-ban", "applies", "remove"),
    ({"jurisdiction": "TW", "buyer": "defence"}, DAHUA, "tw-prc-ict-ban", "not_bound", "none"),
    ({"jurisdiction": "TW", "buyer": "education"}, {"maker": "axis"}, "tw-prc-ict-ban",
     "out_of_scope", "none"),
    ({"jurisdiction": "IN", "buyer": "private"}, {"maker": "bosch"}, "in-cctv-stqc",
     "applies_if", "prohibited"),
    ({"jurisdiction": "IN", "buyer": "private"}, {**HIK, "certificate": True}, "in-cctv-stqc",
     "out_of_scope", "none"),
    ({"jurisdiction": "IN", "buyer": "private", "award_date": "2025-04-01"}, HIK, "in-cctv-stqc",
     "not_in_force", "none"),
    ({"jurisdiction": "IN", "buyer": "central_government"}, {**HIK, "bidder_link": "is_maker"},
     "in-gfr-144xi", "applies_if", "exclude"),
    ({"jurisdiction": "IN", "buyer": "central_government"},
     {"maker": "huawei", "equipment": "semiconductor", "component_of": "camera",
      "bidder_link": "none"}, "in-gfr-144xi", "out_of_scope", "none"),
    ({"jurisdiction": "IN", "buyer": "private"}, HIK, "in-gfr-144xi", "not_bound", "none"),
    ({"jurisdiction": "IN", "buyer": "utilities"}, HIK, "in-ppp-mii-cctv", "applies",
     "ask_declaration"),
    ({"jurisdiction": "JP", "buyer": "police"}, HUAWEI, "jp-it-procurement-2018", "applies",
     "discretionary"),
    ({"jurisdiction": "JP", "buyer": "local_authority"}, HUAWEI, "jp-it-procurement-2018",
     "not_bound", "none"),
    ({"jurisdiction": "KR", "buyer": "defence"}, {"maker": "hanwha", "produced_in": "CN",
     "stance": "existing"}, "kr-military-cctv-2024", "applies", "remove"),
    ({"jurisdiction": "KR", "buyer": "local_authority"}, HIK, "kr-military-cctv-2024",
     "not_bound", "none"),
]  # fmt: skip

ROWS = [
    *BRITISH, *PROCUREMENT_ACT, *BRITISH_TELECOMS, *SECTION_889, *AMERICAN_LISTS,
    *DRONES_AND_SOFTWARE, *PARTS_OF_STATES, *COMMONWEALTH, *EUROPEAN, *ASIAN,
]  # fmt: skip


@pytest.mark.parametrize(("buyer", "goods", "regime", "outcome", "consequence"), ROWS)
def test_regime_answers_as_its_text_says(
    lists: Lists,
    buyer: dict[str, Any],
    goods: dict[str, Any],
    regime: str,
    outcome: str,
    consequence: str,
) -> None:
    """Each regime's outcome and consequence follow from its own words, buyer and day."""
    found = asked(lists, buyer, goods)[regime]

    assert (found.outcome.value, found.consequence.value) == (outcome, consequence), found.because


def test_every_regime_is_asked(lists: Lists) -> None:
    """No shipped regime is without a row above."""
    assert {row[2] for row in ROWS} >= set(lists.rulebook.regimes) - {"gb-local-authority-position"}


def test_council_is_told_that_nothing_prohibits(lists: Lists) -> None:
    """A British council meets no prohibition, removal or exclusion for offered cameras."""
    found = asked(lists, COUNCIL, {**HIK, "bidder_link": "none"}).values()

    assert {one.consequence.value for one in found} <= {"none", "advisory", "discretionary"}
    assert {one.regime for one in found if one.outcome.value == "advisory"} >= {
        "gb-local-authority-position", "gb-npsa-ncst-guidance",
    }  # fmt: skip
