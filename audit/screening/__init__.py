"""Screening: what may not go out is found by machine before anybody signs. Pure modules, no models but in
`results.py`: files become passages (`readers/`), passages become findings (`rules/`), findings are masked away
(`masking/`)."""
