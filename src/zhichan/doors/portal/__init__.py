"""The portal: the pages anyone may read."""
