"""From a regime's words and a buyer's facts to an outcome, in three values throughout."""
