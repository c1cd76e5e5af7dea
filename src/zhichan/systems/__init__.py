"""The systems: one folder of declarations each, loaded by the catalogue; nothing here is imported by name."""
