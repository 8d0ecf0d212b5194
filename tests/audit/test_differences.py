"""What changed is said place by place, and nothing that changed is passed over. No database needed."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.body_differences import compare_bodies
from audit.differences import compare, compare_attachments, compare_fields
from audit.rich_text import clean_html, paragraphs
from audit.text_blocks import text_blocks
from audit.word_marks import mark_words

DIGEST, OTHER = "ab" * 32, "cd" * 32


def content(**over):
    base = {
        "title": "关于发放补贴的公示",
        "summary": "补贴对象名单",
        "body": paragraphs("全镇共有1200户。\n请到便民服务中心办理。"),
        "facts": {"落款日期": "2026-11-03", "涉及村": ["烂泥坳村", "太子庙村"]},
        "meta": {"栏目": "惠民资金"},
        "attachments": [{"name": "名单.xlsx", "sha256": DIGEST, "size": 3000}],
    }
    return {**base, **over}


def told(changes):
    """(place, kind, old marked, new marked) of each change."""
    return [
        (c.place, c.kind, [s.text for s in c.old if s.marked], [s.text for s in c.new if s.marked]) for c in changes
    ]


def table(*rows):
    return clean_html(
        "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"
    )


def test_nothing_changed_and_nothing_to_compare_with():
    assert compare(content(), content()) == []
    assert compare(None, content()) == []
    assert compare({}, {}) == []


def test_every_part_is_compared():
    new = content(
        title="关于发放补贴的公告",
        summary="",
        body=paragraphs("全镇共有1300户。\n请到便民服务中心办理。"),
        facts={"落款日期": "2026-11-04", "涉及村": ["烂泥坳村"], "有效期": "两年"},
        meta={"栏目": "通知公告"},
        attachments=[],
    )
    assert told(compare(content(), new)) == [
        ("标题", "changed", ["示"], ["告"]),
        ("摘要", "removed", ["补贴对象名单"], []),
        ("落款日期", "changed", ["2026-11-03"], ["2026-11-04"]),
        ("涉及村", "removed", ["太子庙村"], []),
        ("有效期", "added", [], ["两年"]),
        ("栏目", "changed", ["惠民资金"], ["通知公告"]),
        ("正文第 1 段", "changed", ["1200"], ["1300"]),
        ("附件：名单.xlsx", "removed", ["名单.xlsx（2.9 KB）"], []),
    ]


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("共1200户", "共1300户", ["1200"], ["1300"]),
        ("电话0564-5012345", "电话0564-5012346", ["0564-5012345"], ["0564-5012346"]),
        ("增长3.5%", "增长3.6%", ["3.5%"], ["3.6%"]),
        ("由张三负责", "由李四负责", ["张三"], ["李四"]),
        ("时间8:30开始", "时间9:00开始", ["8:30"], ["9:00"]),
        ("不得公开", "可以公开", ["不得"], ["可以"]),
        ("同意", "不同意", [], ["不"]),
        ("甲乙丙", "甲丙", ["乙"], []),
        ("王小明", "王大明", ["小"], ["大"]),
        ("red book", "blue book", ["red"], ["blue"]),
        ("", "新", [], ["新"]),
    ],
)
def test_words_and_numbers_are_marked_whole(old, new, gone, come):
    before, after = mark_words(old, new)
    assert [s.text for s in before if s.marked] == gone
    assert [s.text for s in after if s.marked] == come


short = st.text(alphabet="甲乙丙丁1234。；，a ", max_size=60)


@settings(max_examples=300, deadline=None)
@given(short, short)
def test_marks_lose_nothing_of_a_short_text_and_mark_every_difference(old, new):
    before, after = mark_words(old, new)
    assert "".join(s.text for s in before) == old
    assert "".join(s.text for s in after) == new
    plain = ["".join(s.text for s in side if not s.marked) for side in (before, after)]
    assert plain[0] == plain[1]
    assert (old == new) == (not any(s.marked for s in (*before, *after)))


@settings(max_examples=150, deadline=None)
@given(st.lists(short, max_size=8), st.lists(short, max_size=8))
def test_a_body_that_differs_is_never_called_equal(old, new):
    before, after = (clean_html("".join(f"<p>{text}</p>" for text in side)) for side in (old, new))
    assert bool(compare_bodies(before, after)) == (before != after)


def test_of_a_long_paragraph_only_the_changed_sentence_is_shown():
    old = "开头的话很长很长很长很长。" * 10 + "补贴标准为800元。" + "结尾的话很长很长很长很长。" * 10
    before, after = mark_words(old, old.replace("800", "900"))
    assert "".join(s.text for s in before) == "…补贴标准为800元。…"
    assert "".join(s.text for s in after) == "…补贴标准为900元。…"


def test_of_a_long_paragraph_a_pure_deletion_shows_where_it_stood():
    old = "开头的话很长很长很长很长。" * 10 + "补贴标准不含税为800元。" + "结尾的话很长很长很长很长。" * 10
    before, after = mark_words(old, old.replace("不含税", ""))
    assert [s.text for s in before if s.marked] == ["不含税"]
    assert "".join(s.text for s in after) == "…补贴标准为800元。…"


def test_a_sentence_added_at_the_end_of_a_long_paragraph():
    old = "这一句话有些长度。" * 15
    before, after = mark_words(old, old + "最后加一句。")
    assert "".join(s.text for s in after).endswith("最后加一句。")
    assert not any(s.marked for s in before)


def test_a_paragraph_put_in_front_does_not_change_the_others():
    old = paragraphs("第一段内容。\n第二段内容在此。\n第三段完全不同。")
    changes = compare_bodies(old, paragraphs("新来的一段话。") + old)
    assert told(changes) == [("正文第 1 段", "added", [], ["新来的一段话。"])]


def test_a_moved_paragraph_is_told_as_moved():
    lines = ["甲段说明对象范围。", "乙段说明补贴标准。", "丙段说明办理时间。", "丁段说明联系电话。"]
    changes = compare_bodies(paragraphs("\n".join(lines)), paragraphs("\n".join([lines[3], *lines[:3]])))
    assert [(c.kind, c.place) for c in changes] == [("moved", "正文第 1 段")]
    assert changes[0].new_html == "丁段说明联系电话。"
    assert changes[0].old_html == "原在正文第 4 段"


def test_renumbered_headings_show_only_the_number():
    old = "<h2>一、对象</h2><h2>二、标准和金额</h2>"
    new = "<h2>一、依据文件</h2><h2>二、对象</h2><h2>三、标准和金额</h2>"
    marked = [text for c in compare_bodies(old, new) for s in (c.old, c.new) for text, mark in s if mark]
    assert "标准和金额" not in "".join(marked)


def test_a_table_row_is_named_by_its_first_cell():
    old = table(("村", "户数"), ("烂泥坳村", "80"), ("古桥畈村", "90"))
    new = table(("村", "户数"), ("烂泥坳村", "85"), ("太子庙村", "7"), ("古桥畈村", "90"))
    assert told(compare_bodies(old, new)) == [
        ("正文表格·烂泥坳村", "changed", ["80"], ["85"]),
        ("正文表格·太子庙村", "added", [], ["户数：7"]),
    ]


def test_cells_stand_under_the_names_of_their_columns():
    rows = ("村", "户数", "金额（元）"), ("烂泥坳村", "592", "259686.0"), ("合计", "592", "")
    (change,) = compare_bodies(table(*rows), table(*rows).replace("259686.0", "259,686.00"))
    assert change.old_html == "户数：592；金额（元）：<del>259686.0</del>"
    (change,) = compare_bodies(table(*rows), table(*rows).replace("烂泥坳村", "烂泥凹村"))
    assert "村：" in change.old_html and "<del>" in change.old_html
    names = ("张三", "上湾组"), ("李四", "下湾组")  # without a head nothing is called by the first row
    (change,) = compare_bodies(table(*names), table(*names).replace("下湾组", "中湾组"))
    assert "上湾组" not in change.old_html


def test_a_name_in_a_table_cannot_change_unseen_when_rows_are_alike():
    old = table(*[("户主", f"张{n}", "100") for n in range(300)])
    new = old.replace("张157<", "李157<")
    changes = compare_bodies(old, new)
    assert len(changes) == 1
    assert "李" in changes[0].new_html


def test_a_link_to_another_address_shows_though_its_words_are_the_same():
    old = '<p>详见<a href="https://a.gov.cn/1" rel="noopener noreferrer">原文</a></p>'
    changes = compare_bodies(old, old.replace("a.gov.cn/1", "b.example/1"))
    assert "b.example" in changes[0].new_html


def test_another_picture_under_the_same_words_shows():
    old = f'<p><img src="files:{DIGEST}" alt="图片"></p>'
    changes = compare_bodies(old, old.replace(DIGEST, OTHER))
    assert changes[0].note == "换了图片"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>甲</p>", "<p><strong>甲</strong></p>"),
        ("<p>甲</p>", "<h2>甲</h2>"),
        ("<ul><li>甲</li></ul>", "<ol><li>甲</li></ol>"),
        ("<p>甲</p>", "<blockquote><p>甲</p></blockquote>"),
        ("<p>甲</p>", "<p>甲</p><hr>"),
        (table(("甲", "乙")), table(("甲", "乙")).replace("<td>", '<td colspan="2">', 1)),
    ],
)
def test_a_change_of_dress_alone_is_told(old, new):
    assert compare_bodies(old, new)


def test_labels_of_blocks():
    html = clean_html(
        "<h2>标题</h2><p>一</p><ul><li>甲<ul><li>乙</li></ul></li></ul><p>二</p><table><tr><th>村</th><th></th></tr><tr><td></td><td>5</td></tr></table>"
    )
    assert [(b.label, b.text) for b in text_blocks(html)] == [
        ("正文小标题 1", "标题"),
        ("正文第 1 段", "一"),
        ("正文第 1 条", "甲"),
        ("正文第 2 条", "乙"),
        ("正文第 2 段", "二"),
        ("正文表格·村", "村 │"),
        ("正文表格第 2 行", "│ 5"),
    ]


def test_attachments_are_named():
    old = [
        {"name": n, "sha256": s, "size": 2048} for n, s in (("a.xlsx", "1"), ("b.pdf", "2"), ("c.doc", "3"), ("d", "4"))
    ]
    new = [
        {"name": n, "sha256": s, "size": 5_000_000}
        for n, s in (("d", "4"), ("a.xlsx", "9"), ("乙.pdf", "2"), ("e", "5"))
    ]
    assert [(c.place, c.kind, c.note) for c in compare_attachments(old, new)] == [
        ("附件：a.xlsx", "changed", "换了文件，请打开新文件核对"),
        ("附件：乙.pdf", "changed", "改了文件名，内容没有变"),
        ("附件：e", "added", ""),
        ("附件：c.doc", "removed", ""),
    ]


def test_two_attachments_that_swapped_their_names():
    old = [{"name": "甲", "sha256": "1"}, {"name": "乙", "sha256": "2"}]
    new = [{"name": "甲", "sha256": "2"}, {"name": "乙", "sha256": "1"}]
    assert [c.note for c in compare_attachments(old, new)] == ["换了文件，请打开新文件核对"] * 2


def test_two_saves_with_labels():
    old = {"title": "甲", "body": "<p>一</p>", "pinned": False, "expires": None, "unnamed": 1}
    new = {"title": "乙", "body": "<p>一</p><p>二</p>", "pinned": True, "expires": "2027-01-01", "unnamed": 2}
    labels = {"title": "标题", "pinned": "置顶", "expires": "到期日", "body": "正文"}
    assert told(compare_fields(old, new, labels)) == [
        ("标题", "changed", ["甲"], ["乙"]),
        ("置顶", "changed", ["否"], ["是"]),
        ("到期日", "added", [], ["2027-01-01"]),
        ("正文第 2 段", "added", [], ["二"]),
    ]


def test_the_html_of_a_change_is_escaped():
    change = compare(content(title="<script>1"), content(title="<script>2&"))[0]
    assert change.new_html == "&lt;script&gt;<ins>2&amp;</ins>"
    assert change.old_html == "&lt;script&gt;<del>1</del>"
    assert change.word == "改动"


def big(seed, alphabet):
    source = random.Random(seed)
    return "".join("<p>" + "".join(source.choice(alphabet) for _ in range(200)) + "</p>" for _ in range(85))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (big(1, "甲乙"), big(2, "甲乙")),
        (big(1, "的一是在不了有和人这中大为上个国我以要他"), big(2, "的一是在不了有和人这中大为上个国我以要他")),
        (f"<p>{'甲乙' * 15000}</p>", f"<p>{'乙丙' * 15000}</p>"),
        ("<p>甲</p><p>乙</p>" * 1500, "<p>乙</p><p>乙</p><p>甲</p>" * 1000),
        (table(*[(str(n), "甲", "100") for n in range(2000)]), table(*[(str(n), "甲", "101") for n in range(2000)])),
        ("", big(3, "甲乙丙")),
    ],
)
def test_a_long_body_is_compared_in_bounded_time(old, new):
    started = time.monotonic()
    changes = compare_bodies(old, new)
    assert changes
    assert time.monotonic() - started < 12


def test_more_changes_than_a_screen_can_show_are_cut_with_a_word():
    old, new = table(*[(str(n), "1") for n in range(900)]), table(*[(str(n), "2") for n in range(900)])
    changes = compare(content(body=old), content(body=new))
    assert len(changes) == 501
    assert "还有 400 处" in changes[-1].note
