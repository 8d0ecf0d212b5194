"""How kinds that say more with figures, cards or a frame than with sentences are set, a module a feature.

A painter reads the sealed facts alone, by the keys its kind seals them under. What it gives: see kinds.py.
"""

from collections.abc import Callable

from audit.facts import Fact
from audit.page import Page
from disclosure.village_finance.sheet import figures as village_figures

from .emergency import emergency_notice, emergency_template
from .guide import guide
from .lists import list_figures, person_list
from .money import quarter_figures, quarterly_finance, village_finance
from .organisation import leadership, unit_profile
from .rules import wall_rule
from .targets import progress_figures, target_progress, work_targets
from .timed import consultation, consultation_result, notice_result, public_notice, result_figures

Painter = Callable[[list[Fact], Page], dict]

PAINTERS: dict[str, Painter] = {
    "leadership": leadership, "unit_profile": unit_profile, "quarterly_finance": quarterly_finance,
    "village_finance": village_finance, "guide": guide, "work_targets": work_targets,
    "target_progress": target_progress, "person_list": person_list,
    "public_notice": public_notice, "notice_result": notice_result, "consultation": consultation,
    "consultation_result": consultation_result, "wall_rule": wall_rule,
    "emergency_notice": emergency_notice, "emergency_template": emergency_template,
}  # fmt: skip
FIGURES: dict[str, Callable[[list[Fact]], list[dict]]] = {
    "quarterly_finance": quarter_figures, "village_finance": village_figures, "work_targets": progress_figures,
    "target_progress": progress_figures, "person_list": list_figures, "notice_result": result_figures,
    "consultation_result": result_figures,
}  # fmt: skip
