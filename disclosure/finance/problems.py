"""What is wrong with a workbook, told by sheet, row and column."""

from dataclasses import dataclass


def letters(column: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@dataclass(frozen=True, order=True)
class Problem:
    """row, column: from 0, None where it is the sheet's; sheet "" where it is the file's."""

    sheet: str
    row: int | None
    column: int | None
    text: str

    @property
    def place(self) -> str:
        if not self.sheet:
            return ""
        where = f"表“{self.sheet}”"
        if self.row is not None:
            where += f"第 {self.row + 1} 行"
        if self.column is not None:
            where += f" {letters(self.column)} 列"
        return where

    def __str__(self) -> str:
        return f"{self.place}：{self.text}" if self.place else self.text


def in_order(problems: list[Problem], sheets: list[str]) -> list[Problem]:
    """Each once, in the order of the workbook: sheet, row, column; what is the whole file's first."""
    place = {"": -1} | {name: number for number, name in enumerate(sheets)}

    def key(problem: Problem) -> tuple[int, int, int]:
        row, column = (-1 if one is None else one for one in (problem.row, problem.column))
        return place.get(problem.sheet, len(place)), row, column

    return sorted(dict.fromkeys(problems), key=key)


class CannotRead(Exception):
    """The file as a whole cannot be read; a sentence that says what to do."""
