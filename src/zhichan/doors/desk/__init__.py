"""The desk: the pages of people who work here."""
