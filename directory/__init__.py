"""Wiring only: settings, the database, addresses and servers. Nothing here knows about health care."""
