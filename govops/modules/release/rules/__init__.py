"""What must be true: answers with reasons, nothing changed here."""
