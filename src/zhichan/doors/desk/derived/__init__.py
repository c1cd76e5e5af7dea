"""What the desk makes of declarations alone: lists, forms, details, registers, permissions, the reference."""
