"""What happens when types, items, relations and proposals are saved or moved."""
