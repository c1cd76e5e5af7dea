"""Registry: rights and related facts as immutable versions, loaded set-based (DESIGN 3, Registry)."""
