"""Measurements, and the texts that they are taken on. The edition and its tests need nothing of this folder."""
