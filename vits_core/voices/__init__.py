"""Which voice a name means, and what was read of it before."""
