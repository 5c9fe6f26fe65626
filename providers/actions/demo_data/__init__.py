"""The parts that fictional listings are made of. What is written and removed is in actions/demo.py."""
