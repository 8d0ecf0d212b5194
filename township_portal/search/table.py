"""The index itself, on SQLite and on PostgreSQL alike: rows of pieces, asked for by pieces, newest first.

Each edition has one row, a long one several; a row's number is edition × 16 + part, so newer editions have higher
numbers. No migration makes it (its SQL is the database's own): `create` is called after every migrate.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connections
from django.db.models.expressions import RawSQL

from . import pinyin
from .words import pieces

TABLE = "portal_search"
PARTS = 16  # most rows of one edition
Word = list[str]  # spellings, any of which will do


@dataclass(frozen=True)
class Row:
    """What one row holds: pieces of the title (first letters among them), of the text, and marks to narrow by."""

    title: list[str]
    text: list[str]
    marks: list[str]


@dataclass(frozen=True)
class Asked:
    """All words, each in any of its spellings; all marks, each one of several."""

    words: list[Word]
    marks: list[list[str]] = field(default_factory=list)


class SqliteTable:
    """FTS5. The ascii tokenizer leaves every Chinese character alone; pieces are parted by blanks.
    A spelling is a phrase of pieces, so what is found is exactly what a search for the substring finds."""

    def __init__(self, using: str = "default"):
        self.connection = connections[using]

    def execute(self, sql: str, values: Iterable = ()):
        with self.connection.cursor() as cursor:
            cursor.execute(sql, list(values))
            return cursor.fetchall() if cursor.description else []

    def create(self) -> bool:
        """True where it was not there yet."""
        if self.execute("SELECT 1 FROM sqlite_master WHERE name = %s", [TABLE]):
            return False
        tokens = "ascii tokenchars '%_.+-/@#&~=:'".replace("%", "%%")
        self.execute(f'CREATE VIRTUAL TABLE {TABLE} USING fts5(title, text, marks, tokenize = "{tokens}")')
        return True

    def clear(self):
        self.execute(f"DROP TABLE IF EXISTS {TABLE}")
        self.create()

    def put(self, edition_id: int, rows: list[Row]):
        self.drop([edition_id])
        self.add([(edition_id, rows)])

    def add(self, editions: Iterable[tuple[int, list[Row]]]):
        """New ones, not there yet."""
        for pk, rows in editions:
            for part, row in enumerate(rows):
                values = [pk * PARTS + part, *(" ".join(words) for words in (row.title, row.text, row.marks))]
                self.execute(f"INSERT INTO {TABLE} (rowid, title, text, marks) VALUES (%s, %s, %s, %s)", values)

    def drop(self, edition_ids: Iterable[int]):
        for pk in edition_ids:
            self.execute(f"DELETE FROM {TABLE} WHERE rowid BETWEEN %s AND %s", [pk * PARTS, pk * PARTS + PARTS - 1])

    def finish(self):
        """After many were added."""

    def forget(self):
        """What was dropped leaves the index's own pages too: without this, pieces of it linger until a merge."""
        self.execute(f"INSERT INTO {TABLE} ({TABLE}) VALUES ('optimize')")

    def newest(self, asked: Asked, most: int, *, in_title: bool = False) -> list[int]:
        match = " AND ".join([_phrases(word, in_title) for word in asked.words] + [_any(m) for m in asked.marks])
        found = self.execute(
            f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY rowid DESC LIMIT %s", [match, most + PARTS]
        )
        return editions_of(found)[:most]

    def among_long(self, asked: Asked, word: Word, long: list[int]) -> set[int]:
        match = " AND ".join([_phrases(word, False), *(_any(m) for m in asked.marks)])
        marks = ", ".join(["%s"] * len(long))
        return set(editions_of(self.execute(
            f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s AND rowid / {PARTS} IN ({marks})", [match, *long]
        )))  # fmt: skip

    def these(self, ids: Iterable[int]) -> RawSQL:
        """The ids as a query of their own: a thousand of them travel as one value."""
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])

    def edition_ids(self) -> set[int]:
        return set(editions_of(self.execute(f"SELECT rowid FROM {TABLE}")))


def _phrases(word: Word, in_title: bool) -> str:
    found = []
    for spelling in word:
        if len(spelling) == 1:
            found.append(f'"{spelling}" *')
        else:
            found.append('"' + " ".join(pieces(spelling, asked=True)) + '"')
    where = "{title}" if in_title else "{title text}"
    told = f"{where} : ({' OR '.join(found)})"
    letters = [f"({{title}} : ({' AND '.join(_quoted(p))}))" for s in word if (p := pinyin.asked_pieces(s))]
    return "(" + " OR ".join([f"({told})", *letters]) + ")"


def _quoted(words: Iterable[str]) -> list[str]:
    return [f'"{word}"' for word in words]


def _any(marks: list[str]) -> str:
    return f"({{marks}} : ({' OR '.join(_quoted(marks))}))"


def editions_of(rows: Iterable[tuple]) -> list[int]:
    """Edition ids in the order of the rows, each once."""
    return list(dict.fromkeys(row[0] // PARTS for row in rows))


def table(using: str = "default") -> SqliteTable:
    from .postgres import PostgresTable

    kind = PostgresTable if connections[using].vendor == "postgresql" else SqliteTable
    return kind(using)
