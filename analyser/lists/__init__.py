"""From the files of vendor_lists/ to the catalogue and the rulebook."""
