"""What must be true: pure answers with reasons."""
