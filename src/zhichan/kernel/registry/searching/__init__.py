"""Search over rights: an index that follows the database, and exact answers from it."""
