"""What the Makefile calls. build.py and run.py need nothing but Python: they run before there is an environment."""
