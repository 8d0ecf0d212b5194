"""What the rows of targets and progress still lack, and what both reviewers should look at. Pure."""

from collections.abc import Collection
from datetime import date

from disclosure.tenure import canonical_day, last_day

from .rows import DONE, LATE, ON_COURSE, STATES, TARGETS_HEAD, Step, Target, amount, percent, twice

MOST_TOLD = 8


def target_faults(rows: list[Target], year: int, persons: Collection[str]) -> list[str]:
    """persons: names of people who work here; whoever answers is named by post."""
    if not rows:
        return ["今年的目标一项也没有写"]
    said = []
    for position, row in enumerate(rows, start=1):
        name = row.matter or f"第 {position} 行"
        cells = zip(TARGETS_HEAD, (row.matter, row.value, row.unit, row.post, row.until), strict=True)
        said += [f"“{name}”还没有写{head}" for head, cell in cells if not cell]
        if row.post and any(person in row.post for person in persons):
            said.append(f"“{name}”的责任人写了姓名，请写职务，例如：分管农业的副镇长")
        said += _deadline_faults(name, row.until, year)
    return said + [f"“{name}”写了两行，请合成一行" for name in twice(row.matter for row in rows)]


def _deadline_faults(name: str, until: str, year: int) -> list[str]:
    if not until:
        return []
    try:
        canonical_day(until)
    except ValueError:
        return [f"“{name}”的完成时限“{until}”看不出是哪天，请写成 {year}-10-31 或 {year}-10"]
    last = last_day(until)
    return [f"“{name}”的完成时限 {until} 在 {year} 年以前"] if last and last.year < year else []


def target_changes(old: list[Target], new: list[Target]) -> list[str]:
    """What the year's promise was and what it is to become."""
    before, after = {row.matter: row for row in old}, {row.matter: row for row in new}
    said = [f"新增目标：{name}（{row.value}）" for name, row in after.items() if name not in before]
    said += [f"去掉了目标：{name}（{row.value}）" for name, row in before.items() if name not in after]
    labels = (("value", "目标值"), ("unit", "责任单位"), ("post", "责任人"), ("until", "完成时限"))
    for name in (name for name in after if name in before):
        for field, label in labels:
            was, now = getattr(before[name], field), getattr(after[name], field)
            if was != now:
                said.append(f"“{name}”的{label}由“{was}”改为“{now}”")
    return said


def progress_faults(rows: list[Step], promised: list[Target], proofs: Collection[str]) -> list[str]:
    """proofs: every attachment's name and every number of a public item that the rows name."""
    said = [f"“{name}”写了两行，请合成一行" for name in twice(row.matter for row in rows)]
    by_name, wanted = {row.matter: row for row in rows}, {target.matter: target for target in promised}
    said += [f"缺“{name}”的进度，每项目标都要有一行" for name in wanted if name not in by_name]
    for position, row in enumerate(rows, start=1):
        name = row.matter or f"第 {position} 行"
        if row.matter not in wanted:
            said.append(f"“{name}”不在公开的年度目标里，事项要照抄年度目标的写法")
        elif row.value != wanted[row.matter].value:
            said.append(f"“{name}”的目标值要照抄年度目标：{wanted[row.matter].value}")
        said += _row_faults(name, row, proofs)
    return said


def _row_faults(name: str, row: Step, proofs: Collection[str]) -> list[str]:
    said = []
    if not row.reached:
        said.append(f"“{name}”还没有写已做到多少；还没开始的写“还没开始”")
    if row.state not in STATES:
        said.append(f"“{name}”的状态请写{'、'.join(STATES)}其中一个")
    if row.state == LATE and not row.told:
        said.append(f"“{name}”滞后，请在进度说明里写明为什么慢、什么时候补上")
    if row.state == DONE and not row.proofs:
        said.append(f"“{name}”写了完成，请写佐证：附件的文件名，或者公开信息的索引号")
    return said + [
        f"“{name}”的佐证“{proof}”找不到：附件里没有这个文件，公开的信息里也没有这个索引号"
        for proof in row.proofs
        if proof not in proofs
    ]


def progress_cautions(rows: list[Step], promised: list[Target], before: list[Step], until: date) -> list[str]:
    """before: the rows of the quarter before, as public. until: the quarter's last day."""
    said, earlier = list[str](), {row.matter: row for row in before}
    wanted = {target.matter: target for target in promised}
    for row in rows:
        reached = percent(row.value, row.reached)
        if row.state == DONE and reached is not None and reached < 100:
            said.append(f"“{row.matter}”写了完成，但目标是{row.value}，只做到{row.reached}。")
        if row.state == ON_COURSE and reached == 100:
            said.append(f"“{row.matter}”已做到{row.reached}，够了目标，状态还写着正常。")
        last = last_day(wanted[row.matter].until) if row.matter in wanted else None
        if last and last <= until and row.state == ON_COURSE:
            said.append(f"“{row.matter}”的完成时限是 {wanted[row.matter].until}，已经过了，状态还写着正常。")
        if old := earlier.get(row.matter):
            said += _since(row, old)
    rest = len(said) - MOST_TOLD * 2
    return said[: MOST_TOLD * 2] + ([f"同样的还有 {rest} 处。"] if rest > 0 else [])


def _since(row: Step, old: Step) -> list[str]:
    said = []
    if old.state != row.state:
        said.append(f"“{row.matter}”上季是{old.state}，这季是{row.state}。")
    was, now = amount(old.reached), amount(row.reached)
    if was and now and was[1] == now[1] and now[0] < was[0]:
        said.append(f"“{row.matter}”上季已做到{old.reached}，这季反而少了：{row.reached}。")
    if row.state == LATE and row.told and row.told == old.told:
        said.append(f"“{row.matter}”的进度说明和上季一字不差。")
    return said
