"""The questions before the list of papers: which papers and steps this person needs. Pure.

A table of (question, answer, what who chose it should know). A paper names the answers it is for, 、 between them:
among answers to one question any will do, of several questions each must fit. None named: for everybody.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_BROKEN = re.compile(r"[、，,；;\n]+")


@dataclass(frozen=True)
class Answer:
    words: str
    tells: str


@dataclass(frozen=True)
class Question:
    words: str
    answers: tuple[Answer, ...]


def questions_of(rows: Iterable[Sequence[str]]) -> list[Question]:
    """In the order they stand; an empty question means the one above it."""
    found: dict[str, list[Answer]] = {}
    last = ""
    for question, words, tells in rows:
        last = question or last
        if words:
            found.setdefault(last, []).append(Answer(words, tells))
    return [Question(words, tuple(answers)) for words, answers in found.items()]


def answers_named(text: str) -> list[str]:
    return [part.strip() for part in _BROKEN.split(text) if part.strip()]


def kept(questions: Iterable[Question], given: Iterable[str]) -> dict[str, str]:
    """question → answer of what was given: only answers there are, one a question (the last one given)."""
    asked = {answer.words: question.words for question in questions for answer in question.answers}
    return {asked[words]: words for words in given if words in asked}


def needed(when: str, questions: Sequence[Question], chosen: dict[str, str]) -> bool:
    """Is a row for these answers needed by who chose so? Questions not answered yet leave it in."""
    named = set(answers_named(when))
    for question in questions:
        wanted = named & {answer.words for answer in question.answers}
        if wanted and question.words in chosen and chosen[question.words] not in wanted:
            return False
    return True


def still_open(when: str, questions: Sequence[Question], chosen: dict[str, str]) -> bool:
    """Does it still hang on a question that has no answer?"""
    named = set(answers_named(when))
    return any(
        named & {answer.words for answer in question.answers} and question.words not in chosen for question in questions
    )


def wrong(rows: Sequence[Sequence[str]]) -> list[str]:
    """What is wrong with the table of questions: sentences."""
    found = []
    if rows and not rows[0][0]:
        found.append("“分情况”第 1 行没有写问什么")
    seen: dict[str, str] = {}
    for question in questions_of(rows):
        if len(question.answers) < 2:
            found.append(f"“{question.words}”只有一个答案，至少要两个")
        for answer in question.answers:
            if answer.words in seen:
                found.append(f"答案“{answer.words}”写了两次，请换个说法，免得分不清")
            if len(answers_named(answer.words)) > 1:
                found.append(f"答案“{answer.words}”里不能有顿号、逗号")
            seen[answer.words] = question.words
    found += [f"“分情况”第 {number} 行没有写答案" for number, row in enumerate(rows, start=1) if not row[1]]
    return found
