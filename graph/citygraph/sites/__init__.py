"""Static pages of a whole graph, which need no server."""
