"""One module a command: `name`, `add_arguments(parser)`, `run(args) -> int`; its docstring is its help.

The module is imported to read its arguments, so whatever is slow (Django, the database) is imported in `run`.
"""
