"""The sheets there are: their size, template and letter sizes (points). Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """sizes: text sizes to try, largest first; the first that fills no more than `pages` pages is taken, and where
    none does, `running` on numbered pages. k: everything else against A3 (a sheet read from nearer is set smaller)."""

    slug: str
    label: str
    template: str
    width: int  # millimetres
    height: int
    k: float
    sizes: tuple[float, ...]
    running: float
    title: float
    seal: int = 42  # millimetres: a township's seal measures 4.2 cm (国发〔1999〕25号)
    pages: int = 1


SHEETS = {
    sheet.slug: sheet
    for sheet in (
        Sheet("a3", "海报 A3", "poster.typ", 297, 420, 1.0, (27, 24, 21.5, 19, 17, 15.5), 19, 46),
        Sheet("a4", "海报 A4", "poster.typ", 210, 297, 0.74, (18, 16, 14.5, 13, 12, 11, 10.5), 14, 32),
        Sheet("a5", "小册页 A5", "poster.typ", 148, 210, 0.62, (15, 14, 13, 12, 11, 10.5), 11, 22, seal=36, pages=2),
        Sheet("slip", "更正条 A6", "slip.typ", 105, 148, 0.52, (12, 11, 10.5), 10.5, 16, seal=24),
    )
}
# 我的村: composed from several editions, printed from a village's wall.
VILLAGE_SHEETS = {
    "a3": Sheet("village-a3", "我的村 A3", "village.typ", 297, 420, 1.0, SHEETS["a3"].sizes, 19, 60),
    "a4": Sheet("village-a4", "我的村 A4", "village.typ", 210, 297, 0.74, SHEETS["a4"].sizes, 14, 42),
}
