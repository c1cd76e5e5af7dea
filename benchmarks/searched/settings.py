"""The settings of the house, but for how often one address may ask."""

from zhichan.site.settings import *  # noqa: F403

ZHICHAN_API_PER_MINUTE = {"address": 100_000_000}
