"""Settings, addresses, wiring and process start: the only room that knows all others."""
