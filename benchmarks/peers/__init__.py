"""The same seven steps in other engines, with their state kept in the same PostgreSQL; only benchmarks use this."""
