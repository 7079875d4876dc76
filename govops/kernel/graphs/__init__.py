"""Graphs kept in a table of edges: what fails with a node, what may be behind it, and along which way."""

from govops.kernel.graphs.edges import Arc, Edges, near
from govops.kernel.graphs.reach import Behind, Reached, behind, failing

__all__ = ["Arc", "Behind", "Edges", "Reached", "behind", "failing", "near"]
