"""Records → Components V2 cards, pure, within Discord's limits."""
