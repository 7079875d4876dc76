"""A year of releases: versions of the systems on their way through test into production, some back again."""
