"""Who is who, and which class is which: the data officer's pages about names and tables."""
