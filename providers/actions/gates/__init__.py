"""What looks at a claim by itself: one module per gate, each look kept as a Check; when they run: run.py.

A gate's own function is pure: what is claimed and what a source says go in, a Look comes out.
"""
