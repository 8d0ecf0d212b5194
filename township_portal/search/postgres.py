"""The index on PostgreSQL."""

from collections.abc import Iterable
from contextlib import contextmanager

from django.db import transaction
from django.db.models.expressions import RawSQL

from . import pinyin
from .table import PARTS, TABLE, Asked, Row, SqliteTable, Word, editions_of
from .words import pieces


class PostgresTable(SqliteTable):
    """tsvectors without positions under GIN indexes: a spelling is all of its pieces (`&`), wherever they stand -
    which finds everything a search for the substring finds and now and then a stray; phrases would need positions,
    and PostgreSQL keeps those to 16,383 only. The vectors lie out of line, so that looking over many rows is cheap."""

    # Each row carries the mark of its segment, a stretch of editions numbered in a row. A common word has its thousand
    # hits in the newest segments, and asked together with their marks only those stretches of its long list are read.
    SEGMENT = 2_048
    WINDOWS = (2, None)  # newest segments asked, then all

    def create(self) -> bool:
        if self.execute("SELECT to_regclass(%s)", [TABLE])[0][0]:
            return False
        self._create_bare()
        self.finish()
        return True

    def _create_bare(self):
        self.execute(
            f"CREATE TABLE {TABLE} (id bigint PRIMARY KEY, long boolean NOT NULL,"
            " title tsvector NOT NULL, pieces tsvector NOT NULL) WITH (toast_tuple_target = 128)"
        )
        for name in ("title", "pieces"):
            self.execute(f"ALTER TABLE {TABLE} ALTER COLUMN {name} SET STORAGE EXTERNAL")

    def finish(self):
        """The three indexes, where they are missing: made over a full table they cost a tenth. fastupdate would make
        every question slow until the next vacuum."""
        if not self._is_owner():
            return
        for name, column in (("title", "(title)"), ("pieces", "(pieces)"), ("long", "(pieces)")):
            where = " WHERE long" if name == "long" else ""
            self.execute(
                f"CREATE INDEX IF NOT EXISTS {TABLE}_{name} ON {TABLE} USING gin {column} WITH (fastupdate = off){where}"
            )
        self.execute(f"ANALYZE {TABLE}")

    def clear(self):
        if self._is_owner():
            self.execute(f"DROP TABLE {TABLE}")
            self._create_bare()
        else:  # the web's role may neither DROP nor TRUNCATE
            self.execute(f"DELETE FROM {TABLE}")

    def _is_owner(self) -> bool:
        sql = "SELECT pg_has_role(current_user, tableowner, 'USAGE') FROM pg_tables WHERE tablename = %s"
        return bool(self.execute(sql, [TABLE])[0][0])

    def add(self, editions: Iterable[tuple[int, list[Row]]]):
        values, places = [], []
        for pk, rows in editions:
            for part, row in enumerate(rows):
                marks = [*row.marks, f"=s:{pk // self.SEGMENT}"]
                title = list({*row.title, *marks})
                values += [pk * PARTS + part, len(rows) > 1, title, list({*row.title, *row.text, *marks})]
                places.append("(%s, %s, array_to_tsvector(%s::text[]), array_to_tsvector(%s::text[]))")
        if places:
            self.execute(
                f"INSERT INTO {TABLE} (id, long, title, pieces) VALUES {', '.join(places)} ON CONFLICT (id) DO NOTHING",
                values,
            )

    def drop(self, edition_ids: Iterable[int]):
        ids = [pk * PARTS + part for pk in edition_ids for part in range(PARTS)]
        if ids:
            self.execute(f"DELETE FROM {TABLE} WHERE id = ANY(%s)", [ids])

    def forget(self):
        """Dead rows go with the next VACUUM: see README, "Erasure and its limits"."""

    def newest(self, asked: Asked, most: int, *, in_title: bool = False) -> list[int]:
        top = self.execute(f"SELECT coalesce(max(id), 0) FROM {TABLE}")[0][0] // PARTS // self.SEGMENT
        sql = (
            f"SELECT id FROM {TABLE} WHERE {'title' if in_title else 'pieces'} @@ %s::tsquery ORDER BY id DESC LIMIT %s"
        )
        found: list[int] = []
        with self._by_the_index():
            for window in self.WINDOWS:
                every = window is None or window > top
                near = [] if every else [[f"=s:{segment}" for segment in range(top, top - window, -1)]]
                query = _tsquery(asked.words, [*asked.marks, *near])
                found = editions_of(self.execute(sql, [query, most + PARTS]))[:most]
                if len(found) == most or every:
                    break
        return found

    @contextmanager
    def _by_the_index(self):
        """Bitmaps only: the planner takes comparing a vector for cheap and would rather unpack thousands of them."""
        ways = ("enable_seqscan", "enable_indexscan")
        with transaction.atomic(using=self.connection.alias):
            for way in ways:
                self.execute(f"SET LOCAL {way} = off")
            yield
            for way in ways:
                self.execute(f"SET LOCAL {way} TO DEFAULT")

    def among_long(self, asked: Asked, word: Word, long: list[int]) -> set[int]:
        query = _tsquery([word], asked.marks)
        return set(editions_of(self.execute(f"SELECT id FROM {TABLE} WHERE long AND pieces @@ %s::tsquery", [query])))

    def these(self, ids: Iterable[int]) -> RawSQL:
        return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])

    def edition_ids(self) -> set[int]:
        return set(editions_of(self.execute(f"SELECT id FROM {TABLE}")))


def _tsquery(words: list[Word], marks: list[list[str]]) -> str:
    every = []
    for word in words:
        spelled = []
        for spelling in word:
            if len(spelling) == 1:
                spelled.append(f"{_lexeme(spelling)}:*")
            else:
                spelled.append(" & ".join(map(_lexeme, pieces(spelling, asked=True))))
            if letters := pinyin.asked_pieces(spelling):
                spelled.append(" & ".join(map(_lexeme, letters)))
        every.append(" | ".join(f"({one})" for one in spelled))
    every += [" | ".join(map(_lexeme, some)) for some in marks]
    return " & ".join(f"({one})" for one in every)


def _lexeme(piece: str) -> str:
    return "'" + piece.replace("\\", "\\\\").replace("'", "''") + "'"
