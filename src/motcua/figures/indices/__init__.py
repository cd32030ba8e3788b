"""The indices by which a province and its agencies are ranked: formulas as data, counts, tables."""
