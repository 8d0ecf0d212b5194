"""Folding, pieces, first letters and marks: pure, by the dozen."""

import pytest

from township_portal.search import pinyin
from township_portal.search.index import spellings
from township_portal.search.words import fold, hits, marked, pieces, runs, snippet, words_of


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＢ１２", "ab12"), ("農業補貼", "农业补贴"), ("臺灣", "台湾"), ("Gdp", "gdp"), ("１００％", "100%"), ("①", "1"), ("ﬁ", "fi"),
        ("落政〔2026〕12号", "落政 2026 12号"), ("茶园、道路。", "茶园 道路 "), ("3.5亿", "3.5亿"), ("\u3000", " "), ("è", "è"),
        ("後面", "后面"), ("\x00", " "), ("😀", " "), ("里程", "里程"), ("乾隆", "干隆"),
    ],
)  # fmt: skip
def test_text_is_folded(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("茶园 道路", ["茶园", "道路"]), ("茶园，道路", ["茶园", "道路"]), ("茶园 茶园", ["茶园"]), ("“低保”", ["低保"]), ("---", []),
        ("落政〔2026〕12号", ["落政", "2026", "12号"]), ("a_1", ["a_1"]), ("%", []), ("", []), ("  ", []), ("100%", ["100%"]),
    ],
)  # fmt: skip
def test_a_question_is_words(query, words):
    assert words_of(query) == words


def test_a_run_is_its_pairs_and_its_last_sign():
    assert pieces("低保户") == ["低保", "保户", "户"]
    assert pieces("低保户", asked=True) == ["低保", "保户"]
    assert pieces("茶") == ["茶"]


def test_a_run_without_end_is_cut_with_an_overlap():
    cut = list(runs("x" * 450 + "低保" + "y" * 3000))
    assert all(len(one) <= 1000 for one in cut) and "低保" in cut[0]
    whole = "".join(chr(0x4E00 + n) for n in range(3000))
    for start in range(0, 2900, 37):
        assert any(fold(whole[start : start + 100]) in one for one in runs(whole)), start


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("a<b>茶园&茶", ["茶"], "a&lt;b&gt;<mark>茶</mark>园&amp;<mark>茶</mark>"),
        ("農業補貼", ["补贴"], "農業<mark>補貼</mark>"),
        ("第１２号", ["12"], "第<mark>１２</mark>号"),
        ("ﬁne ﬁ", ["f", "fi"], "<mark>ﬁ</mark>ne <mark>ﬁ</mark>"),
        ("ﬁ", ["f", "i"], "<mark>ﬁ</mark>"),
        ("<script>茶", ["script"], "&lt;<mark>script</mark>&gt;茶"),
        ("茶", [], "茶"),
        ("", ["茶"], ""),
    ],
)
def test_words_are_marked_in_the_text_as_it_was_written(text, words, shown):
    assert marked(text, words) == shown


def test_a_snippet_goes_round_the_first_word():
    text = "前" * 200 + "補貼" + "后" * 200
    assert "補貼" in snippet(text, ["补贴"]) and snippet(text, ["补贴"]).startswith("…前")
    assert snippet("短", ["没有"]) == "短" and hits("短", []) == []


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("城乡居民医保参保", "yb"),
        ("医保", "yb"),
        ("重庆银行", "cqyh"),
        ("2026年低保标准", "dbbz"),
        ("落儿岭镇财政所", "czs"),
    ],
)
def test_first_letters_of_a_title_are_pieces(title, asked):
    assert set(pinyin.asked_pieces(asked)) <= set(pinyin.initial_pieces(title))


@pytest.mark.parametrize("word", ["y", "医保", "yb1", "Yb", "a" * 13, "", "y-b"])
def test_what_is_no_row_of_letters_asks_for_no_first_letters(word):
    assert pinyin.asked_pieces(word) == []


def test_sounds_are_a_syllable_a_character():
    assert pinyin.sounds("医保") == pinyin.sounds("衣保") == ("yi", "bao")


def test_a_synonym_stands_in_for_what_it_says():
    same = [("低保", "最低生活保障"), ("医保", "基本医疗保险")]
    assert spellings("低保标准", same) == ["低保标准", "最低生活保障标准"]
    assert spellings("最低生活保障", same) == ["最低生活保障", "低保"]
    assert spellings("茶园", same) == ["茶园"]
