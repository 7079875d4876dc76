"""How long thousands of rows take to come in."""
