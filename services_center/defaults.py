"""What the service centre starts with after every migrate: life events, words no list of papers may use,
what a village's board must show, terms.

Adds what is missing, overwrites nothing; the administrator changes them, a leader confirms.
"""

from datetime import date

from audit.thresholds import Thresholds

from .models import BoardMatter, LifeEvent, OutletNeed, VagueWord

CHECKS = "国办秘函〔2019〕19号；国办发〔2018〕45号"
EVENTS = [
    ("birth", "生育", "生育登记、新生儿参保、预防接种"), ("school", "入学", "报名、资助、教育资助"),
    ("work", "就业", "登记、培训、创业、维权"), ("illness", "看病", "参保、缴费、报销、异地就医"),
    ("old-age", "养老", "养老保险、高龄津贴、老年优待"), ("building", "建房", "宅基地、危房、临时用地"),
    ("farming", "种地", "补贴、农机、林木、土地流转"), ("hardship", "困难救助", "低保、特困、临时救助"),
    ("disability", "残疾", "评定、补贴、辅具"), ("marriage", "结婚", "登记、户口"),
    ("death", "身后事", "丧葬、注销、继承"), ("household", "户口证件", "户口、身份证、居住证"),
    ("soldier", "当兵退伍", "优待、优抚"), ("dispute", "扯皮调解", "调解、法律援助"),
]  # fmt: skip
VAGUE = [
    ("等材料", "一样一行，写全名"), ("等有关", "一样一行，写全名"), ("有关证件", "写明是身份证、户口簿还是别的"),
    ("有关材料", "一样一行，写全名"), ("相关材料", "一样一行，写全名"), ("相关证件", "写明是身份证、户口簿还是别的"),
    ("相关证明", "写明什么证明、谁开"), ("有关证明", "写明什么证明、谁开"), ("其他", "要什么就写什么，不要留口子"),
    ("其它", "要什么就写什么，不要留口子"), ("等证件", "一样一行，写全名"), ("等资料", "一样一行，写全名"),
    ("相关资料", "一样一行，写全名"), ("必要的材料", "写出是哪几样"), ("所需材料", "写出是哪几样"), ("视情况", "写明什么情况要，填在“哪些人要”里"),
    ("按要求提供", "写出要什么"), ("规定的材料", "写出是哪几样"), ("需要的材料", "写出是哪几样"),
]  # fmt: skip
VILLAGERS = "村民委员会组织法第三十条"
MONEY_RULE = "农村集体经济组织财务公开规定第五条、第八条"
PARTY_RULE = "中国共产党党务公开条例（试行）第十条"
# section, matter, how often, day of the quarter's first month, by which rule
BOARD = [
    ("party", "党组织设置和分工", "yearly", None, PARTY_RULE), ("party", "年度目标和完成情况", "quarterly", 20, PARTY_RULE),
    ("party", "发展党员", "at_once", None, PARTY_RULE), ("party", "党费收缴", "quarterly", 20, PARTY_RULE),
    ("party", "民主评议党员", "yearly", None, PARTY_RULE),
    ("affairs", "村民会议、代表会议的决定和办理情况", "at_once", None, VILLAGERS),
    ("affairs", "土地承包、宅基地的申请和结果", "at_once", None, VILLAGERS),
    ("affairs", "低保、救助、补贴的对象和金额", "quarterly", 20, VILLAGERS),
    ("affairs", "救灾救助款物的接收和发放", "at_once", None, VILLAGERS),
    ("affairs", "医保、养老的参保缴费", "yearly", None, VILLAGERS),
    ("affairs", "筹资筹劳（一事一议）", "at_once", None, VILLAGERS),
    ("money", "集体收入和支出，逐项逐笔", "quarterly", 20, MONEY_RULE),
    ("money", "债权债务", "quarterly", 20, MONEY_RULE), ("money", "资产、资源的承包和租赁", "at_once", None, MONEY_RULE),
    ("money", "征地补偿费的使用和分配", "at_once", None, f"{VILLAGERS}；村民委员会组织法第二十四条"),
    ("money", "财务计划和收益分配", "yearly", None, MONEY_RULE),
]  # fmt: skip
OUTLET_RULE = "镇村级代办点建设标准（示例）"
# name, price in yuan (of the example town; the administrator writes the real ones)
EQUIPMENT = [
    ("电脑", 4500), ("打印复印机", 2600), ("身份证读卡器", 900), ("宽带网络", 600), ("柜台和桌椅", 1800), ("文件柜", 700),
    ("村务公开栏", 3200), ("办事指南架", 300), ("代办员公示牌", 150), ("意见箱", 80), ("老花镜、饮水机", 400), ("灭火器", 160),
]  # fmt: skip
WALL_RULES = [
    "首问负责制",
    "一次性告知制",
    "限时办结制",
    "服务承诺制",
    "全程代理制",
    "AB岗工作制",
    "否定备案制",
    "责任追究制",
    "值班制度",
    "代办流程图",
]
WALL_RULE_PRICE = 60
THRESHOLDS = [
    ("reception_work_days", "群众来访多久内答复", 15, "工作日", "镇群众接访办法（示例）；信访工作条例第三十四条"),
    (
        "reception_keep_days",
        "来访人称呼和电话办结前后最多存多久",
        180,
        "天",
        "个人信息保护法第十九条；镇群众接访办法（示例）",
    ),
]


def fill(using: str) -> None:
    for order, (slug, name, note) in enumerate(EVENTS, start=1):
        LifeEvent.objects.using(using).get_or_create(
            slug=slug, defaults={"name": name, "note": note, "order": order * 10, "source": "镇便民服务目录（示例）"}
        )
    for word, instead in VAGUE:
        VagueWord.objects.using(using).get_or_create(word=word, defaults={"instead": instead, "source": CHECKS})
    for order, (section, matter, often, by_day, source) in enumerate(BOARD, start=1):
        BoardMatter.objects.using(using).get_or_create(
            matter=matter,
            defaults={"section": section, "often": often, "by_day": by_day, "source": source, "order": order * 10},
        )
    rules = [(name, WALL_RULE_PRICE, OutletNeed.Sort.RULE) for name in WALL_RULES]
    needs = [*((name, price, OutletNeed.Sort.EQUIPMENT) for name, price in EQUIPMENT), *rules]
    for order, (name, price, sort) in enumerate(needs, start=1):
        OutletNeed.objects.using(using).get_or_create(
            name=name, defaults={"price": price, "sort": sort, "order": order * 10, "source": OUTLET_RULE}
        )
    Thresholds(tuple(THRESHOLDS), date(2022, 5, 1)).fill(using=using)
