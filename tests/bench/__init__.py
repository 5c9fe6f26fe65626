"""Measures searches and pages in a database of its own: `script/bench`. Not collected by pytest."""
