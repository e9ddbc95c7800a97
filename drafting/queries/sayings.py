"""Sayings, as the rules have them, for what queries tell."""

from drafting.rules.sayings import NOTHING, Saying, as_it_is, saying

__all__ = ["NOTHING", "Saying", "as_it_is", "saying"]
