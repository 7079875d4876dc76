"""Finding records by Chinese words, exactly and fast, with PostgreSQL alone."""
