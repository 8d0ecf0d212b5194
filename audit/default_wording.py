"""What the screening of a new database knows: words, fixed phrases, hotlines, mask formats, each with its source."""

from datetime import date

from django.db import models

from .models import FixedPhrase, KnownPhone, ListedWord, MaskFormat

SINCE = date(2019, 5, 15)
REPORT_19, REPORT_20 = "党的十九大报告（2017）", "党的二十大报告（2022）"
PLENUM = "党的十九届五中全会公报（2020）"
REVITALISED = "党的十九大报告（2017）、乡村振兴促进法第三条"
VARIANTS = "第一批异形词整理表（GF 1001—2001）"
DICTIONARY = "现代汉语词典（第7版）"
NUMERALS = "出版物上数字用法（GB/T 15835—2011）"
PAPERS = "党政机关公文格式（GB/T 9704—2012）"
REGULATION = "国令第711号"

# wrong, right, source, in force from
PHRASES = [
    ("习近平新时代特色社会主义思想", "习近平新时代中国特色社会主义思想", REPORT_19, date(2017, 10, 18)),
    ("新时代习近平中国特色社会主义思想", "习近平新时代中国特色社会主义思想", REPORT_19, date(2017, 10, 18)),
    ("习近平新时期中国特色社会主义思想", "习近平新时代中国特色社会主义思想", REPORT_19, date(2017, 10, 18)),
    ("全面建成小康社会、全面深化改革、全面依法治国、全面从严治党",
     "全面建设社会主义现代化国家、全面深化改革、全面依法治国、全面从严治党", PLENUM, date(2020, 10, 29)),
    ("政治建设、经济建设、文化建设、社会建设", "经济建设、政治建设、文化建设、社会建设、生态文明建设", REPORT_19, SINCE),
    ("经济建设、文化建设、政治建设、社会建设", "经济建设、政治建设、文化建设、社会建设、生态文明建设", REPORT_19, SINCE),
    ("理论自信、道路自信、制度自信、文化自信", "道路自信、理论自信、制度自信、文化自信", REPORT_19, SINCE),
    ("大局意识、政治意识、核心意识、看齐意识", "政治意识、大局意识、核心意识、看齐意识", REPORT_19, SINCE),
    ("政治意识、核心意识、大局意识、看齐意识", "政治意识、大局意识、核心意识、看齐意识", REPORT_19, SINCE),
    ("青山绿水就是金山银山", "绿水青山就是金山银山", REPORT_19, SINCE),
    ("绿水青山就是银山金山", "绿水青山就是金山银山", REPORT_19, SINCE),
    ("筑牢中华民族共同体意识", "铸牢中华民族共同体意识", REPORT_20, SINCE),
    ("产业兴旺、生态宜居、乡村文明、治理有效、生活富裕", "产业兴旺、生态宜居、乡风文明、治理有效、生活富裕", REVITALISED, SINCE),
    ("产业振兴、生态宜居、乡风文明、治理有效、生活富裕", "产业兴旺、生态宜居、乡风文明、治理有效、生活富裕", REVITALISED, SINCE),
    ("产业兴旺、环境宜居、乡风文明、治理有效、生活富裕", "产业兴旺、生态宜居、乡风文明、治理有效、生活富裕", REVITALISED, SINCE),
    ("脱贫攻坚成果与乡村振兴有效衔接", "脱贫攻坚成果同乡村振兴有效衔接",
     "中共中央 国务院关于实现巩固拓展脱贫攻坚成果同乡村振兴有效衔接的意见（2020）", date(2020, 12, 16)),
    ("放管服改革、简政放权、优化服务", "简政放权、放管结合、优化服务", "历年《政府工作报告》", SINCE),
    ("残废人", "残疾人", "残疾人保障法", SINCE),
    ("身分证", "身份证", "居民身份证法", SINCE),
    ("企业法人代表", "企业法定代表人", "民法典第六十一条", date(2021, 1, 1)),
    ("招聘启示", "招聘启事", DICTIONARY, SINCE),
    ("招领启示", "招领启事", DICTIONARY, SINCE),
    ("截止目前", "截至目前", DICTIONARY, SINCE),
    ("截止今日", "截至今日", DICTIONARY, SINCE),
    ("布署", "部署", DICTIONARY, SINCE),
    ("按装", "安装", DICTIONARY, SINCE),
    ("签定", "签订", DICTIONARY, SINCE),
    ("松驰", "松弛", DICTIONARY, SINCE),
    ("渡假", "度假", DICTIONARY, SINCE),
    ("幅射", "辐射", DICTIONARY, SINCE),
    ("一如继往", "一如既往", DICTIONARY, SINCE),
    ("再接再励", "再接再厉", DICTIONARY, SINCE),
    ("迫不急待", "迫不及待", DICTIONARY, SINCE),
    ("穿流不息", "川流不息", DICTIONARY, SINCE),
    ("水笼头", "水龙头", DICTIONARY, SINCE),
    ("兰图", "蓝图", DICTIONARY, SINCE),
    ("帐号", "账号", VARIANTS, SINCE),
    ("帐户", "账户", VARIANTS, SINCE),
    ("座落于", "坐落于", VARIANTS, SINCE),
    ("二O二", "二〇二", NUMERALS, SINCE),
    ("二0二", "二〇二", NUMERALS, SINCE),
    ("发[20", "发〔20", PAPERS, SINCE),
    ("发【20", "发〔20", PAPERS, SINCE),
    ("发（20", "发〔20", PAPERS, SINCE),
    ("政[20", "政〔20", PAPERS, SINCE),
    ("政（20", "政〔20", PAPERS, SINCE),
    ("函[20", "函〔20", PAPERS, SINCE),
    ("函（20", "函〔20", PAPERS, SINCE),
]  # fmt: skip

# word, why, source, must be dealt with
WORDS = [
    ("重点人员", "涉及社会稳定的部署不公开，请删去或先问综治办。", f"{REGULATION}第十四条", False),
    ("稳控", "涉及社会稳定的部署不公开，请删去或先问综治办。", f"{REGULATION}第十四条", False),
    ("布控", "涉及办案和社会稳定的部署不公开，请删去。", f"{REGULATION}第十四条", False),
    ("维稳", "涉及社会稳定的部署不公开，请核对。", f"{REGULATION}第十四条", False),
    ("涉密人员", "涉密岗位和人员不公开，请报告保密员。", "保守国家秘密法（2024）", True),
    ("涉密计算机", "涉密设备的情况不公开，请报告保密员。", "保守国家秘密法（2024）", True),
    ("密码电报", "密码电报不公开也不转发，请马上报告保密员。", "密码法、保守国家秘密法（2024）", True),
    ("举报人", "举报人的情况要保密，请核对会不会让人认出是谁。", "监察法、国令第711号第十五条", False),
    ("信访人", "信访人的情况要保密，请改成人数。", "信访工作条例（2022）", False),
    ("上访人员", "信访人的情况要保密，请改成人数。", "信访工作条例（2022）", False),
    ("吸毒人员", "戒毒人员的个人信息要保密，请改成人数。", "戒毒条例第七条", False),
    ("戒毒人员", "戒毒人员的个人信息要保密，请改成人数。", "戒毒条例第七条", False),
    ("社区矫正对象", "会让人知道谁受过处罚，请改成人数。", "个人信息保护法第二十八条", False),
    ("刑满释放人员", "会让人知道谁受过处罚，请改成人数。", "个人信息保护法第二十八条", False),
    ("艾滋病患者", "未经本人同意不得公开感染者是谁，请改成人数。", "艾滋病防治条例第三十九条", False),
    ("严重精神障碍患者", "患者的姓名、住址、病情要保密，请改成人数。", "精神卫生法第四条", False),
    ("问题线索", "没有办结的线索不公开，请先问镇纪委。", "监察法、国令第711号第十四条", False),
    ("会议纪要", "内部会议纪要和讨论记录可以不公开，请核对。", f"{REGULATION}第十六条", False),
    ("讨论稿", "没有定下来的稿子一般不公开，请换成定稿。", f"{REGULATION}第十六条", False),
    ("送审稿", "没有定下来的稿子一般不公开，请换成定稿。", f"{REGULATION}第十六条", False),
]  # fmt: skip

PHONES = [
    ("110", "报警"), ("119", "火警"), ("120", "急救"), ("122", "交通事故报警"), ("12345", "政务服务便民热线"),
    ("12348", "公共法律服务热线"), ("12333", "人力资源社会保障服务热线"), ("12393", "医疗保障服务热线"),
    ("12369", "生态环境举报热线"), ("12350", "安全生产举报热线"), ("12315", "消费者投诉举报热线"),
    ("12388", "纪检监察举报热线"), ("12380", "组织部门举报热线"),
]  # fmt: skip

PRESCRIBED = "永安市政务公开个人信息保护要求（2023-01）"
FORMATS = [
    ("id_number", 2, 3, PRESCRIBED), ("phone", 3, 4, PRESCRIBED), ("landline", 4, 3, "参照手机号"),
    ("card", 0, 4, "只留末四位（通行做法）"), ("paper", 1, 2, "参照身份证号"), ("plate", 2, 1, "参照身份证号"),
    ("account", 1, 0, "个人信息保护法第六条"),
]  # fmt: skip


def fill(using: str) -> None:
    """Adds what is missing, overwrites nothing; a query or two a table."""
    _add(using, FixedPhrase, "wrong", [
        FixedPhrase(wrong=wrong, right=right, source=source, valid_from=since) for wrong, right, source, since in PHRASES
    ])  # fmt: skip
    _add(using, ListedWord, "word", [
        ListedWord(word=word, why=why, source=source, is_hard=hard) for word, why, source, hard in WORDS
    ])  # fmt: skip
    _add(using, KnownPhone, "number", [
        KnownPhone(number=number, whose=whose, source="全国统一号码") for number, whose in PHONES
    ])  # fmt: skip
    _add(using, MaskFormat, "key", [
        MaskFormat(key=key, front=front, back=back, source=source) for key, front, back, source in FORMATS
    ])  # fmt: skip


def _add(using: str, model: type[models.Model], name: str, rows: list) -> None:
    known = set(model._default_manager.using(using).values_list(name, flat=True))
    model._default_manager.using(using).bulk_create([row for row in rows if getattr(row, name) not in known])
