"""Pure algorithms: standard library first, no Django, nothing of ours above them."""
