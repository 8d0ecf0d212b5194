"""The style guide: every part once, with invented sample data. Staff only, at /styleguide/."""

import segno
from django import forms
from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.utils.safestring import mark_safe

STATES = (
    "draft first_review leader_review principal_review withhold_review referred approved published superseded "
    "mended withdrawn expired returned recalled not_adopted withheld erased"
).split()

COLOURS = [
    ("paper", "毛边纸"),
    ("sheet", "张贴纸"),
    ("sunk", "凹处"),
    ("ink", "墨"),
    ("ink-2", "淡墨"),
    ("cinnabar", "朱砂"),
    ("cinnabar-wash", "朱砂底"),
    ("tea", "茶绿"),
    ("tea-wash", "茶底"),
    ("amber", "赭"),
    ("amber-wash", "赭底"),
    ("link", "链接蓝，只给链接"),
    ("visited", "看过的链接"),
    ("edge", "控件边"),
    ("bud", "黄芽，只作装饰"),
    ("focus", "焦点黄"),
]

FACTS = [
    ("索引号", mark_safe("11341525000000000X/<wbr>202611-00037")),
    ("发布机构", "落儿岭镇人民政府"),
    ("主题分类", "农业、林业、水利"),
    ("承办单位", "农业农村办公室"),
    ("体裁", "公告"),
    ("文号", "落政农〔2026〕19号"),
    ("有效性", "有效，公示期内"),
]

DATES = [
    {"label": "落款日期", "value": "2026-11-12", "source": "承办单位填写"},
    {"label": "首次上网", "value": "2026-11-16 09:00", "source": "系统记录，谁也改不了", "system": True},
    {"label": "本次上网", "value": "2026-11-20 16:05", "source": "系统记录，谁也改不了", "system": True},
]

VILLAGES = [
    ["白云庵村", "412", "1,986.4", "222,476.80"],
    ["烂泥坳村", "368", "1,742.0", "195,104.00"],
    ["太子庙村", "455", "2,310.5", "258,776.00"],
    ["落儿岭村", "521", "2,018.2", "226,038.40"],
    ["古桥畈村", "497", "2,655.9", "297,460.80"],
]

LEADERS = [
    ["镇党委书记", "赵示例", "主持镇党委全面工作", "0564-0000102"],
    ["镇长", "孙示例", "主持镇政府全面工作", "0564-0000103"],
    ["副镇长", "李示例", "政务公开、财政、农业", "0564-0000104"],
]

LIFE = [
    {"edition": "第1版", "state": "superseded", "seal": "27d0 8c3a…"},
    {
        "day": "11月13日",
        "time": "10:21:47",
        "act": "送审",
        "who": "周示例　农业农村办报送员",
        "kind": "done",
        "number": 1043,
        "from_state": "draft",
        "to_state": "first_review",
    },
    {
        "day": "11月13日",
        "time": "15:40:02",
        "act": "初审通过",
        "who": "王示例　党政办信息员",
        "kind": "passed",
        "number": 1046,
        "from_state": "first_review",
        "to_state": "leader_review",
        "note": "保密审查五问：不含、不含、不含、不会、主动公开（条例第二十一条）。",
    },
    {
        "day": "11月16日",
        "time": "08:55:30",
        "act": "签发",
        "who": "李示例　副镇长",
        "kind": "passed",
        "number": 1052,
        "from_state": "leader_review",
        "to_state": "approved",
        "flags": ["用起草人的设备签发"],
    },
    {
        "day": "11月16日",
        "time": "09:00:04",
        "act": "公开",
        "who": "系统账户，凭第 1052 行的签发",
        "kind": "system",
        "number": 1053,
        "from_state": "approved",
        "to_state": "published",
        "note": "给出索引号。写出 5 个页面，逐个核对过。",
    },
    {"edition": "第2版", "state": "returned", "seal": "b5e1 40f7…"},
    {
        "day": "11月19日",
        "time": "10:30:55",
        "act": "退回修改",
        "who": "王示例　党政办信息员",
        "kind": "returned",
        "number": 1075,
        "from_state": "first_review",
        "to_state": "returned",
        "note": "正文改了，附件1没有跟着改。公示期也要重新算。",
        "url": "#diff",
    },
    {"day": "11月23日", "time": "09:10:26", "act": "撤下", "who": "李示例　副镇长", "kind": "stopped", "number": 1102},
]

BARS = [
    {"name": "农林水支出", "value": "312.45", "percent": 100},
    {"name": "一般公共服务支出", "value": "238.60", "percent": 76.4},
    {"name": "社会保障和就业支出", "value": "176.20", "percent": 56.4},
    {"name": "节能环保支出", "value": "42.10", "percent": 13.5, "slow": True},
]


class SampleForm(forms.Form):
    title = forms.CharField(label="标题", help_text="写清哪里、哪年、什么事，不超过 40 字")
    formed_on = forms.DateField(label="落款日期", widget=forms.DateInput(attrs={"type": "date"}))
    column = forms.ChoiceField(label="栏目", choices=[("1", "惠民惠农补贴 - 补贴发放"), ("2", "社会救助")])
    text = forms.CharField(label="正文", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    way = forms.ChoiceField(
        label="怎么公开",
        widget=forms.RadioSelect,
        choices=[("open", "主动公开"), ("asked", "依申请公开"), ("closed", "不予公开，要写理由")],
    )
    places = forms.MultipleChoiceField(
        label="公开到哪里", widget=forms.CheckboxSelectMultiple, choices=[("web", "网站"), ("board", "村公开栏")]
    )
    scan = forms.FileField(label="照片或文件", required=False, help_text="Word、PDF、照片都行，一个不超过 20 MB")
    seen = forms.BooleanField(label="改动和检查结果我都看过", help_text="没有勾选不能签发")


def sample_form():
    form = SampleForm(
        {"title": "2026年10月临时救助资金发放汇总", "formed_on": "2026-12-12", "way": "open", "column": "1"}
    )
    form.add_error("formed_on", "落款日期不能晚于今天（2026-11-23）")
    return form


def samples():
    """Everything the template shows, so that a test can render it without a request."""
    return {
        "states": STATES,
        "colours": COLOURS,
        "facts": FACTS,
        "dates": DATES,
        "head": ["村", "户数", "面积（亩）", "金额（元）"],
        "villages": VILLAGES,
        "total": ["合计", "2,253", "10,713.0", "1,199,856.00"],
        "leaders_head": ["职务", "姓名", "分管", "电话"],
        "leaders": LEADERS,
        "life": LIFE,
        "bars": BARS,
        "form": sample_form(),
        "breadcrumb": [("首页", "#"), ("政府信息公开", "#"), ("重点领域", "#"), ("样式手册", "")],
        "often": [("医保缴费", "#"), ("地力补贴", "#"), ("低保", "#"), ("宅基地", "#")],
        "rows": [
            {
                "title": "太子庙村高标准农田管护员拟聘人员公示",
                "url": "#",
                "note": "农业农村办·有异议打 0564-0000112",
                "stub": "11·24",
            },
            {
                "title": "2026年度耕地地力保护补贴发放情况公示（更正）",
                "url": "#",
                "note": "农业农村办·11月20日更正一处面积",
                "stub": "12·1",
            },
        ],
        "newest": [
            {
                "title": "关于做好今冬明春森林防火工作的通知",
                "url": "#",
                "date": "11-19",
                "note": "落政〔2026〕41号",
                "new": True,
                "hung": True,
            },
            {"title": "第三批农村危房改造竣工验收结果", "url": "#", "date": "11-11"},
            {"title": "2026年农机购置补贴（第二批）公示", "url": "#", "date": "10-09", "badge": "withdrawn"},
        ],
        "empty": {"title": "今年没有征地事项", "text": "自然资源所 2026年10月8日说明。下次说明：2027年1月8日前。"},
        "figures": [
            {"label": "本季收入", "value": "1,083.40", "unit": "万元", "note": "上季 1,018.70"},
            {"label": "本季支出", "value": "992.65", "unit": "万元", "note": "上季 1,036.20"},
            {"label": "季末结余", "value": "136.40", "unit": "万元", "note": "季初 45.65"},
            {"label": "“三公”经费", "value": "2.86", "unit": "万元", "note": "接待 0.92　公车 1.94"},
        ],
        "tiles": [
            {"label": "等我办", "number": 3, "note": "最早的等了 23 小时", "url": "#"},
            {"label": "今天到期", "number": 1, "late": True, "url": "#"},
            {"label": "报县未回执", "number": 0},
            {"label": "防改校验", "value": "未发现改动", "note": "今早 06:00"},
        ],
        "steps": [
            {"title": "到窗口或者找村代办员", "text": "镇便民服务中心 3 号窗口。", "time": "不用预约"},
            {"title": "当场核对身份", "time": "约 5 分钟"},
            {"title": "登记参保", "time": "约 5 分钟", "todo": True},
        ],
        "findings": [
            {"hard": True, "title": "附件1 第 14 行有身份证号", "text": "“名单”表 C14。遮住中间 8 位再交。"},
            {"soft": True, "title": "附件1 有 1 个隐藏列", "text": "王示例已看过，答：空列，可以公开。"},
            {"title": "合计对得上", "text": "五村相加 10,713.0 亩，与合计一致。"},
        ],
        "answers": [
            {"question": "含国家秘密、工作秘密吗？", "answer": "不含"},
            {"question": "含个人隐私吗？", "answer": "不含", "why": "分户明细只在村公开栏张贴，不随本件上网。"},
        ],
        "contacts": [
            {"label": "政策咨询　农业农村办", "phone": "0564-0000112"},
            {"label": "这页写错了", "text": "我要纠错", "url": "#"},
        ],
        "pages": [
            {"number": 15, "current": True},
            {"number": 14, "url": "#"},
            {"number": 13, "url": "#"},
            {"gap": True},
            {"number": 1, "url": "#"},
        ],
        "qr": mark_safe(segno.make("http://127.0.0.1:8000/verify/27481193/").svg_inline(scale=4, border=0)),
        "old": mark_safe("面积 <del>1,724.0</del> 亩，金额 <del>193,088.00</del> 元"),
        "new": mark_safe("面积 <ins>1,742.0</ins> 亩，金额 <ins>195,104.00</ins> 元"),
    }


@login_required
def styleguide(request):
    return render(request, "styleguide.html", samples())
