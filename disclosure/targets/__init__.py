"""Year targets of the town and how far each quarter came: rules, sheets, pages. Models: disclosure/models/work_targets.py."""
