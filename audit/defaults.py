"""What a new database starts with: the system's account, the questions, stock phrases, thresholds,
and what the screening looks for.

Run after every migrate (and after a test's flush); it adds what is missing and overwrites nothing.
"""

from datetime import date

from . import default_wording, roster
from .desk import calls
from .models import Account, Person, Phrase, Question
from .models.people import SYSTEM_NUMBER
from .thresholds import Thresholds

REGULATION = "国令第711号"
SECRETS = "保守国家秘密法（2024）"

QUESTIONS = [
    ("state_secret", "含有国家秘密、工作秘密或敏感信息吗？", "文件有密级标志、来自涉密文件、涉及未公开的部署，都答“是”。",
     f"{REGULATION}第十四条；{SECRETS}第三十五条", [], False),
    ("business_secret", "含有企业的商业秘密吗？", "报价、工艺、客户名单等，没有征得企业同意的答“是”。", f"{REGULATION}第十五条", [], False),
    ("privacy", "含有不该公开的个人信息吗？", "身份证号、银行账号、手机号、详细住址、病情。附件里的隐藏列也要看。",
     f"{REGULATION}第十五条；个人信息保护法第六条", [], False),
    ("stability", "公开后会影响国家安全、公共安全、经济安全或社会稳定吗？", "拿不准的答“是”，报领导送审查部门。",
     f"{REGULATION}第十四条", [], False),
    ("false", "内容和数字核对过，有不实之处吗？", "对照原始材料看数字、日期、姓名、职务。", f"{REGULATION}第六条", [], False),
    ("source", "原文机关不同意转发，或原文没有公开过吗？", "转发前先看原文是不是主动公开。", f"{REGULATION}第十条、第十一条",
     ["forwarded"], False),
    ("minimum", "名单里有不是非公开不可的栏目吗？", "只留姓名、村组、事项、金额；其余删掉或遮住。", "个人信息保护法第六条、第二十五条", [], True),
    ("sensitive", "名单会让人知道谁患病、残疾、未成年或受过处罚吗？", "会的，改成只公布人数和金额，或只上墙。",
     "个人信息保护法第二十八条", [], True),
]  # fmt: skip

PHRASES = [
    "数字或事实要再核实",
    "有不该公开的内容",
    "说不清楚，群众看不懂",
    "缺附件或附件打不开",
    "落款、文号或日期不对",
    "栏目选错了",
]

THRESHOLDS = [
    ("first_review_hours", "初审应在多久内办完", 24, "小时", "镇政务公开制度（示例）"),
    ("leader_review_hours", "签发应在多久内办完", 24, "小时", "镇政务公开制度（示例）"),
    ("confirm_withdrawal_hours", "撤下须在多久内由另一人确认", 24, "小时", "镇政务公开制度（示例）"),
    ("originals_days", "遮盖前的原件最多留几天", 30, "天", "个人信息保护法第十九条；镇政务公开制度（示例）"),
    ("withheld_review_months", "不予公开的信息隔几个月再看一次", 12, "个月", f"{REGULATION}第十八条"),
    ("disclosure_work_days", "信息形成后多久内公开", 20, "工作日", f"{REGULATION}第二十六条"),
]


def fill(using: str = "default") -> None:
    _system_account(using)
    for order, (key, text, hint, source, kinds, only_lists) in enumerate(QUESTIONS, start=1):
        Question.objects.using(using).get_or_create(
            key=key,
            defaults={
                "text": text, "hint": hint, "source": source, "kinds": kinds,
                "only_lists": only_lists, "order": order * 10,
            },
        )  # fmt: skip
    for order, text in enumerate(PHRASES, start=1):
        Phrase.objects.using(using).get_or_create(text=text, defaults={"order": order * 10})
    Thresholds(tuple(THRESHOLDS), date(2019, 5, 15)).fill(using=using)
    calls.LIMITS.fill(using=using)
    roster.LIMITS.fill(using=using)
    default_wording.fill(using)


def _system_account(using: str) -> None:
    person, _ = Person.objects.using(using).get_or_create(staff_number=SYSTEM_NUMBER, defaults={"name": "系统"})
    account, new = Account.objects.using(using).get_or_create(
        username="system", defaults={"person": person, "is_active": False}
    )
    if new:
        account.set_unusable_password()
        account.save(using=using)
