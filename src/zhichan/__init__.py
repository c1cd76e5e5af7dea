"""Zhichan (知产): the open platform on which a Chinese city runs its IP-strong-region programme."""
