"""Commands for the terminal; the only place that prints."""
