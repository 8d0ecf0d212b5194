"""First four digits of the division codes (GB/T 2260), the abolished prefectures (…21 to …39) included: old numbers keep them."""

_CITIES = (
    "11:01-02 12:01-02 13:01-11,21-34 14:01-11,21-27 15:01-09,20-29 "
    "21:01-14,19-24 22:01-08,21-26 23:01-12,21-27 "
    "31:01-02 32:01-13,19-29 33:01-11,21-27 34:01-18,21-29 35:01-09,21-28 36:01-11,21-27 37:01-17,19-31 "
    "41:01-17,21-30,90 42:01-13,20-31,90 43:01-13,21-33 44:01-20,51-53,21-29 45:01-14,21-28 46:00-04,90 "
    "50:01-03 51:01-20,21-37 52:01-06,21-30 53:01-09,20-35 54:01-06,20-27 "
    "61:01-10,20-29 62:01-12,20-30 63:01-02,20-28 64:01-05,20-23 65:01-05,20-32,40-43,90 "
    "71:00-20 81:00-04 82:00-04 83:00-00"
)


def _prefixes(table: str) -> frozenset[str]:
    found = set()
    for entry in table.split():
        province, _, ranges = entry.partition(":")
        for part in ranges.split(","):
            first, _, last = part.partition("-")
            found |= {f"{province}{number:02}" for number in range(int(first), int(last or first) + 1)}
    return frozenset(found)


PREFECTURES = _prefixes(_CITIES)
PROVINCES = frozenset(prefix[:2] for prefix in PREFECTURES)
