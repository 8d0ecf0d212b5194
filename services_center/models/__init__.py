from .agents import AgentList
from .board import BoardMatter
from .guide import Guide
from .reception import Reception, ReceptionNote
from .visit import Visit
from .vocabulary import LifeEvent, VagueWord

__all__ = ["AgentList", "BoardMatter", "Guide", "LifeEvent", "Reception", "ReceptionNote", "VagueWord", "Visit"]
