"""What every page shares: tokens, base templates, components, template tags."""
