"""村级财务: a village's income and spending, item by item, in yuan.

`periods` quarter or month · `reading` from the accounts agency's workbook · `rules` what does not add up · `sheet` the page.
Amounts, grids and problems are those of `disclosure/finance`.
"""
