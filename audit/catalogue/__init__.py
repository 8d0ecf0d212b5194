"""The column tree as a spreadsheet in the national catalogue's columns (国办发〔2019〕54号), out and in.

`writing.workbook(columns)` writes it · `reading.read(data)` reads one, naming every fault by row and column ·
`importing.prepare(...)` says what it would change, `propose` lays that before a leader as one change.
"""
