"""Chinese full-text search without a word list: see `index.py` (the door), `table.py` (both databases), `words.py`."""
