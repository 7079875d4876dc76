"""What changes when something is done."""
