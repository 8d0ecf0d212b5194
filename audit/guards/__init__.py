"""What the database itself refuses, on SQLite and on PostgreSQL alike: triggers made from `STEPS`.

Each guard is one SQL condition over OLD and NEW that both databases understand; where it holds, the
write is refused. `install`, `drop` and `missing` keep and check them; migrations run between drop and
install (`apps.py`), because SQLite remakes tables and loses their triggers.
What no trigger can stop - a forged, well-formed row by whoever owns the database - PostgreSQL roles
make hard (`grant_web_role`) and the verifier with the signed head finds.
"""

from .engine import drop, install, missing
from .table import Guard, guards

__all__ = ["Guard", "drop", "guards", "install", "missing"]
