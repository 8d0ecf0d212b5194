from .agents import AgentList
from .board import BoardMatter
from .guide import Guide
from .outlet import OutletAnswer, OutletCheck, OutletNeed, OutletPhoto
from .outreach import Outreach
from .reception import Reception, ReceptionNote
from .visit import Visit
from .vocabulary import LifeEvent, VagueWord
from .wall_rule import WallRule

__all__ = [
    "AgentList", "BoardMatter", "Guide", "LifeEvent", "OutletAnswer", "OutletCheck", "OutletNeed", "OutletPhoto", "Outreach", "Reception",
    "ReceptionNote", "VagueWord", "Visit", "WallRule",
]  # fmt: skip
