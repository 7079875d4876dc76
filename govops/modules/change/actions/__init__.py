"""What happens to a change: prepared, assessed, approved, carried out, verified; who is told."""
