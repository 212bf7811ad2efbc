"""Finds restricted manufacturers in procurement documents and says which rules reach the buyer.

The flow, one arrow a package:

    Path -readers-> Document -matching-> Mention -judgement-> Judged -regimes-> Assessment
         -dossier-> Pack -report-> files

`analysis` runs one document, `batch` many, `watch` a folder; `ledger` remembers; `lists` turns
vendor_lists/ into the catalogue and the rulebook. The nouns (`document`, `finding`, `catalogue`,
`rulebook`, `profile`, `dossier`) are frozen values and import nothing but each other.
"""

__version__ = "0.1.0"
