"""Feeds: files of other offices and providers, read as streams into neutral records.

The way of a file: ``containers`` opens it (zip, gz, size limits) → ``formats`` detects its format from the
content → a carrier (``xmls``, ``jsons``, ``tables``, ``lines``) cuts it into source records with their
positions → ``trees`` or ``tables`` sorts every source field into mapped or unmapped, as ``declared/`` says →
``builders`` make neutral ``records`` → ``reading`` counts → ``loading`` brings them into the registry.

Only ``loading`` knows the database. Everything before it is a generator in constant memory, except
spreadsheets, which their format makes it necessary to hold (their size is limited).
"""
