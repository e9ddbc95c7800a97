"""Measures the goals of performance; ``drafting bench NAME`` runs one of these modules and prints its rows."""
