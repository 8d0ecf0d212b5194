"""Quarterly finance and budgets: reading the finance office's own workbooks, checking them, telling them. Pure but
for `editions.py` (what is public now) and `due.py` (what is due).

Money is a Decimal of yuan while it is read and checked, and a text of 万元 with two decimals once it is kept: that is
the unit of the tables by law, and so what is sealed, compared, printed and read aloud is the same to the last digit.
A sheet in 元 is added up to the cent before it is rounded.
"""
