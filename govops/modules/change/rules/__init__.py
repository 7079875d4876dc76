"""What must be true of changes, their windows and their people: answers with reasons, nothing changed here."""
