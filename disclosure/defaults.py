"""What disclosure starts with: the items of articles 20 and 21 with the columns that answer them, the national
catalogue's subjects and genres, and its time limits.

Run after every migrate (and after a test's flush); it adds what is missing and overwrites nothing.
"""

from datetime import date

from audit.thresholds import Thresholds

from .models import Classification, StatutoryItem

IN_FORCE = date(2019, 5, 15)
BEGINNING = date(2009, 1, 1)
REGULATION = "《政府信息公开条例》（国令第711号）"

ARTICLE_20 = (
    ("行政法规、规章和规范性文件", ["normative-files"]),
    ("机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名", ["institution"]),
    ("国民经济和社会发展规划、专项规划、区域规划及相关政策", ["plans", "work-targets"]),
    ("国民经济和社会发展统计信息", ["statistics"]),
    ("办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果", ["permits", "convenience"]),
    ("实施行政处罚、行政强制的依据、条件、程序以及有一定社会影响的处罚决定", ["penalties"]),
    ("财政预算、决算信息", ["budget-final-accounts", "quarterly-finance"]),
    ("行政事业性收费项目及其依据、标准", ["fees"]),
    ("政府集中采购项目的目录、标准及实施情况", ["procurement", "public-resources"]),
    ("重大建设项目的批准和实施情况", ["major-projects"]),
    (
        "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况",
        ["rural-revitalisation", "health", "medical-insurance", "social-insurance", "employment", "social-assistance"],
    ),
    ("突发公共事件的应急预案、预警信息及应对情况", ["emergency-plans", "disaster-relief"]),
    ("环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况", ["environment", "work-safety"]),
    ("公务员招考的职位、名额、报考条件等事项以及录用结果", ["recruitment"]),
    ("法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息", ["village-disclosure", "key-fields"]),
)
ARTICLE_21 = (
    ("贯彻落实农业农村政策", ["rural-policy", "agricultural-subsidy"]),
    ("农田水利工程建设运营", ["water-works"]),
    ("农村土地承包经营权流转", ["land-contract"]),
    ("宅基地使用情况审核", ["homestead"]),
    ("土地征收", ["land-expropriation"]),
    ("房屋征收", ["house-expropriation"]),
    ("筹资筹劳", ["fund-labour"]),
    ("社会救助", ["social-assistance"]),
)

# Days after which a column that keeps to this cycle counts as stale: the period and a little grace. One that is
# updated 有变动时 is never stale: nobody can say from here that something changed.
CYCLES = (
    ("daily", "每天", 3), ("weekly", "每周", 14), ("monthly", "每月", 40), ("quarterly", "每季度", 110),
    ("half_yearly", "每半年", 200), ("yearly", "每年", 380),
)  # fmt: skip
CATALOGUE = "政府信息公开目录系统实施指引（试行）（国办秘函〔2009〕6号）"
THEMES = (
    "劳动、人事、监察", "科技、教育", "城乡建设、环境保护", "公安、安全、司法", "卫生、体育、医疗",
    "商贸、海关、旅游", "国土资源、能源", "市场监督、安全生产监管", "人口与计划生育", "文化、广电、新闻出版",
    "民政、扶贫", "民族、宗教", "气象、应急", "组织机构简介", "综合政务", "国民经济管理、国有资产监管",
    "财政、金融、审计", "工业、交通", "农业、林业、水利",
)  # fmt: skip
GENRES = (
    "函", "通知", "通报", "意见", "公告", "通告", "批复", "报告", "决定", "议案", "会议纪要", "请示", "其他",
)  # fmt: skip
THRESHOLDS = [
    ("unit_profile_check_days", "单位职能多久没有核对要提醒", 365, "天", "镇政务公开制度（示例）"),
    (
        "interpretation_work_days",
        "文件公开后多久内要有解读",
        3,
        "工作日",
        "镇政务公开制度（示例），国办发〔2017〕47号精神",
    ),
    *(
        (
            f"stale_{key}_days",
            f"更新周期“{label}”的栏目，多久没有更新算过期",
            days,
            "天",
            "国办秘函〔2019〕19号，镇定（示例）",
        )
        for key, label, days in CYCLES
    ),
]


def fill(using: str = "default") -> None:
    for article, told in ((20, ARTICLE_20), (21, ARTICLE_21)):
        for number, (text, columns) in enumerate(told, start=1):
            StatutoryItem.objects.using(using).get_or_create(
                key=f"{article}-{number}",
                defaults={
                    "article": article, "number": number, "text": text, "columns": columns,
                    "source": f"{REGULATION}第{'二十' if article == 20 else '二十一'}条", "valid_from": IN_FORCE,
                },
            )  # fmt: skip
    for sort, words in (("theme", THEMES), ("genre", GENRES)):
        for number, name in enumerate(words, start=1):
            Classification.objects.using(using).get_or_create(
                code=f"{sort}-{number:02}",
                defaults={
                    "sort": sort,
                    "name": name,
                    "order": number * 10,
                    "source": CATALOGUE,
                    "valid_from": BEGINNING,
                },
            )
    Thresholds(tuple(THRESHOLDS), IN_FORCE).fill(using=using)
