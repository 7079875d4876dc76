"""What must be true of types, items and relations: answers with reasons, nothing changed here."""
