"""Reading files: bytes to papers and people, as values; never the database."""
