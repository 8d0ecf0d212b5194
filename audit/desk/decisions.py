"""What can be decided about an edition: one form an act, made from the same table as the gate's steps."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict

from .. import clock
from ..checks import Given, questions_for
from ..models import Phrase
from ..models.elements import HERE
from .dossier import ANSWER, Dossier

CODE = forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "code-input"})


class StepForm(forms.Form):
    """One decision. All of an item's decisions stand in one <form>, so that no words are lost between them."""

    def __init__(self, dossier: Dossier, *args, **kwargs):
        self.dossier = dossier
        super().__init__(*args, label_suffix="", use_required_attribute=False, **kwargs)

    def given(self) -> Given:
        """Whatever was typed, valid or not: the gate judges, and a refused attempt keeps its words."""
        data = self.cleaned_data
        return Given(remark=data.get("remark") or "", clause=data.get("clause") or "")


def _element(name: str, word: str, note: str) -> str:
    return f"{name}：{word if word == HERE else f'没有，{note}'}{f'（{note}）' if note and word == HERE else ''}"


class AnswersForm(StepForm):
    """The confidentiality questions of this kind of item, one by one; earlier answers wait to be confirmed."""

    remark = forms.CharField(
        label="写给领导的话", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="领导签发前会看到。",
    )  # fmt: skip

    def __init__(self, dossier, *args, **kwargs):
        super().__init__(dossier, *args, **kwargs)
        self.questions = questions_for(dossier.edition, clock.now())
        asked = dossier.screening or []
        ruled, pictures = sum(bool(one["basis"]) for one in asked), sum(one["eyes"] for one in asked)
        if ruled or pictures:
            told = [f"{ruled} 处写了理由要保留的，我同意"] * bool(ruled) + [f"{pictures} 张图片，我逐张看过"] * bool(
                pictures
            )
            self.fields["rulings_confirmed"] = forms.BooleanField(
                label="；".join(told), error_messages={"required": "请逐处看过再勾选；不同意就退回。"}
            )
        if dossier.public:  # a correction: are the papers on the walls still good?
            self.fields["typos_only"] = forms.BooleanField(
                label="只改了错字，旧纸仍有效", required=False,
                help_text="数字、日期、办法、电话有一处改了就不能勾：贴着的纸要换新的。",
            )  # fmt: skip
        if dossier.elements:
            self.fields["elements"] = forms.MultipleChoiceField(
                label="公开要素，逐项看到了再勾", choices=[(name, _element(*row)) for row in dossier.elements for name in row[:1]],
                widget=forms.CheckboxSelectMultiple, help_text="空的、对不上的，请退回。",
                error_messages={"required": "公开要素还没有逐项看。看到了再勾；空的请退回。"},
            )  # fmt: skip
        earlier = dossier.earlier_answers()
        for question in self.questions:
            before = earlier.get(question.key, {})
            self.fields[f"answer_{question.key}"] = forms.ChoiceField(
                label=question.text, help_text=question.hint, choices=self._choices(before), widget=forms.RadioSelect,
                error_messages={"required": "这一问还没有答。"},
            )  # fmt: skip
            self.fields[f"note_{question.key}"] = forms.CharField(
                label="说明", required=False, max_length=200, initial=before.get("note", "")
            )

    @staticmethod
    def _choices(before: dict) -> list[tuple[str, str]]:
        said = before.get("answer")
        if said not in ANSWER:
            return [("no", "否"), ("yes", "是")]
        other = "yes" if said == "no" else "no"
        return [(said, f"仍然如此：{ANSWER[said]}"), (other, f"改答：{ANSWER[other]}")]

    def rows(self) -> list[dict]:
        earlier = self.dossier.earlier_answers()
        return [
            {
                "question": question,
                "answer": self[f"answer_{question.key}"],
                "note": self[f"note_{question.key}"],
                "before": ANSWER.get(earlier.get(question.key, {}).get("answer", ""), ""),
            }
            for question in self.questions
        ]  # fmt: skip

    def clean(self):
        data = super().clean()
        left = [row[0] for row in self.dossier.elements if row[0] not in data.get("elements", [])]
        if left and "elements" not in self.errors:
            self.add_error("elements", f"还没有勾：{'、'.join(left)}。看到了再勾；空的请退回。")
        for question in self.questions:
            if data.get(f"answer_{question.key}") == "yes":
                self.add_error(
                    f"answer_{question.key}",
                    "答了“是”就不能通过。请在下面退回修改，或报领导“拟不予公开”。",
                )
        return data

    def given(self) -> Given:
        raw = self.data.get
        answers = {
            question.key: {
                "answer": raw(self.add_prefix(f"answer_{question.key}"), ""),
                "note": raw(self.add_prefix(f"note_{question.key}"), "").strip()[:200],
                "question": question.text,
                "place": f"{question.order:05d}",
            }
            for question in self.questions
            if raw(self.add_prefix(f"answer_{question.key}"), "") in ANSWER
        }
        return Given(
            remark=self.cleaned_data.get("remark") or "", answers=answers,
            rulings_confirmed=bool(self.cleaned_data.get("rulings_confirmed")),
            typos_only=bool(self.cleaned_data.get("typos_only")),
            elements=self.cleaned_data.get("elements") or [],
        )  # fmt: skip


class ReturnForm(StepForm):
    """Stock phrases, own words, or both."""

    phrases = forms.MultipleChoiceField(label="为什么退（选几条，或者自己写）", widget=forms.CheckboxSelectMultiple)
    remark = forms.CharField(
        label="要改哪里、怎么改", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="送审人会看到，说得越清楚越不用来回跑。",
        error_messages={"required": "请选一条或写明原因，对方要凭它去改。"},
    )  # fmt: skip

    def __init__(self, dossier, *args, **kwargs):
        super().__init__(dossier, *args, **kwargs)
        self.fields["phrases"].choices = [
            (phrase.text, phrase.text) for phrase in Phrase.objects.in_force(clock.local_date(clock.now()))
        ]

    def clean(self):
        data = super().clean()
        said = data.get("phrases") or data.get("remark")
        for name in ("phrases", "remark"):
            if self.has_error(name, "required") and (said or name == "phrases"):
                del self.errors[name]  # one of the two is enough; without both the second says so
        return data

    def given(self) -> Given:
        data = self.cleaned_data
        said = [*data.get("phrases", []), (data.get("remark") or "").strip()]
        return Given(remark="；".join(text for text in said if text))


class RemarkForm(StepForm):
    remark = forms.CharField(
        label="原因", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明原因。"},
    )  # fmt: skip


class ClauseForm(StepForm):
    clause = forms.CharField(
        label="理由和依据的条款", max_length=300, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="例如：国令第711号第十四条，涉及未公开的部署。可依申请公开的也在这里写明。",
        error_messages={"required": "请写明不公开的理由和依据的条款。"},
    )  # fmt: skip


class PlainForm(StepForm):
    """Nothing to fill in: the button says it all."""


class SignForm(StepForm):
    remark = forms.CharField(label="批注", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    has_read = forms.BooleanField(
        label="改动和检查结果我都看过", error_messages={"required": "请先看过改动和检查结果，再勾选。"}
    )
    code = forms.CharField(
        label="签发码", max_length=20, widget=CODE, error_messages={"required": "请输入您的签发码。"}
    )
    field_order = ("has_read", "code", "remark")

    def given(self) -> Given:
        data = self.cleaned_data
        return Given(remark=data.get("remark") or "", code=data.get("code") or "", has_read=bool(data.get("has_read")))


@dataclass(frozen=True)
class Decision:
    """form: what is asked. button: the verb. look: colour of the button. place: first, return or more."""

    form: type[StepForm]
    button: str
    look: str = ""
    place: str = "more"
    says: str = ""


DECISIONS = {
    "pass": Decision(AnswersForm, "初审通过，送领导签发", "sign", "first"),
    "sign": Decision(SignForm, "签发", "sign", "first", "您的姓名、职务和时间会永久留下。"),
    "countersign": Decision(SignForm, "签发", "sign", "first", "您的姓名、职务和时间会永久留下。"),
    "withhold": Decision(SignForm, "同意不予公开", "main", "first", "同意后这一稿不公开，理由和条款留在记录里。"),
    "resume": Decision(RemarkForm, "审查部门已答复，继续办", "main", "first", "把答复的要点写下来。"),
    "confirm_withdrawal": Decision(
        PlainForm, "确认撤下", "main", "first", "看过了，撤得对，就确认。撤得不对，让送审人改好再送审。"
    ),
    "return": Decision(ReturnForm, "退回修改", "return", "return"),
    "refer": Decision(RemarkForm, "送审查部门", "", "more", "拿不准能不能公开的，送有关部门审查；等答复时不计时。"),
    "propose_withhold": Decision(ClauseForm, "拟不予公开，报领导", "", "more"),
    "not_adopt": Decision(RemarkForm, "不采用", "return", "more", "不用公开、也不用改的，例如重复报送。"),
    "recall": Decision(PlainForm, "取回来改", "", "more", "取回后可以接着改，改好再送审。"),
    "decline_withdrawal": Decision(
        RemarkForm, "看过了，不撤", "", "more", "写明为什么不用撤；请求的人和纪检看得到。请求就从桌上下去了。"
    ),
    "hang_correction": Decision(
        PlainForm,
        "挂出“正在更正”",
        "",
        "more",
        "群众打开这一页，最上面写着“本信息正在更正”；更正的一稿公开后自动没有。",
    ),
    "unhang_correction": Decision(RemarkForm, "取下“正在更正”", "", "more", "写明为什么不用更正了。"),
    "ask_withdrawal": Decision(RemarkForm, "请求紧急撤下", "now", "more", "信息员和领导马上会看到。"),
}


def form_for(act: str, dossier: Dossier, data: QueryDict | None = None) -> StepForm:
    """The form of an act, bound to what was sent."""
    return DECISIONS[act].form(dossier, data, prefix=act)


def form_to_show(act: str, dossier: Dossier, typed: QueryDict | None = None) -> StepForm:
    """The form of an act as it stands on the page: with what was typed in it beside another act, never the code."""
    form = DECISIONS[act].form(dossier, prefix=act)
    for name, field in form.fields.items():
        if typed is not None and name != "code":
            sent = typed.getlist(form.add_prefix(name))
            many = isinstance(field, forms.MultipleChoiceField)
            if sent:
                form.initial[name] = sent if many else sent[-1]
    return form
