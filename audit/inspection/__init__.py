"""/audit/: the inspector's seat. Reads everything; changes no item, edition or existing row.

Opening an item's life and exporting leave a row each, visible to inspection only.
"""
