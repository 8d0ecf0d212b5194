"""Word files for tests, written for this project: .docx from XML strings, .doc from bytes after [MS-CFB] and [MS-DOC]."""

import io
import struct
import zipfile
from html import escape

from PIL import Image

from audit.word import read_word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:wps="urn:wps" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
ROOT_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
KINDS = {"styles": "styles.xml", "numbering": "numbering.xml", "footnotes": "footnotes.xml", "comments": "comments.xml"}


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content, align="", style="", number=None, mark=""):
    """A paragraph; strings that are no XML become runs."""
    inner = "".join(part if part.startswith("<") else run(part) for part in content)
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + (f'<w:jc w:val="{align}"/>' if align else "")
    if number:
        properties += f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}{f'<w:rPr>{mark}</w:rPr>' if mark else ''}</w:pPr>{inner}</w:p>"


def cell(*content, span=1, merge=None):
    properties = (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + (
        "" if merge is None else '<w:vMerge w:val="restart"/>' if merge else "<w:vMerge/>"
    )
    inner = "".join(part if part.startswith(("<w:p", "<w:tbl")) else p(part) for part in content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner or p()}</w:tc>"


def table(*rows, header=0):
    lines = (
        f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if index < header else ''}"
        f"{''.join(part if part.startswith('<w:tc') else cell(part) for part in row)}</w:tr>"
        for index, row in enumerate(rows)
    )
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def picture(relation="rId90", description="", box=""):
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="p" descr="{escape(description)}"/><a:graphic><a:graphicData>'
        f'<a:blip r:embed="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
    )


def document(*body):
    return f"<w:document {NAMESPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>"


def relations(entries):
    """entries: (id, kind, target, external)"""
    inner = "".join(
        f'<Relationship Id="{key}" Type="{R}/{kind}" Target="{escape(target)}"{" TargetMode=" + chr(34) + "External" + chr(34) if external else ""}/>'
        for key, kind, target, external in entries
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def docx(*body, links=(), pictures=(), core="", files=None, raw=None, **parts):
    """A .docx. links: (id, address); pictures: (id, name, bytes); parts: styles, numbering, footnotes, comments as inner XML."""
    entries = [(f"rId{index}", kind, KINDS[kind], False) for index, kind in enumerate(parts)]
    entries += [(key, "hyperlink", target, True) for key, target in links]
    entries += [(key, "image", f"media/{name}", False) for key, name, _ in pictures]
    members = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": ROOT_RELATIONS,
        "word/document.xml": document(*body) if raw is None else raw,
        "word/_rels/document.xml.rels": relations(entries),
        "docProps/core.xml": core or "<none/>",
        **{f"word/{KINDS[kind]}": f"<w:{kind} {NAMESPACES}>{inner}</w:{kind}>" for kind, inner in parts.items()},
        **{f"word/media/{name}": data for _, name, data in pictures},
        **(files or {}),
    }
    return zipped({name: data for name, data in members.items() if data is not None})


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def level(index, form, text, start=1):
    return f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*lists):
    """Each list: its levels' XML. List ids count from 1."""
    families = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{"".join(lv)}</w:abstractNum>' for n, lv in enumerate(lists, 1)
    )
    return families + "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(lists) + 1)
    )


def ole(streams):
    """A compound file holding `streams` (name -> bytes), each padded to 4096 so that no mini stream is needed."""
    sectors, entries = [], []
    for name, data in streams.items():
        data = data.ljust(4096, b"\0")
        data += b"\0" * (-len(data) % 512)
        entries.append((name, len(sectors), len(data)))
        count = len(data) // 512
        start = len(sectors)
        sectors += [(data[512 * n : 512 * n + 512], start + n + 1 if n < count - 1 else -2) for n in range(count)]
    directory = [_entry("Root Entry", 5, 1 if entries else -1, -2, 0)]
    directory += [
        _entry(name, 2, -1, start, size, right=index + 2 if index + 1 < len(entries) else -1)
        for index, (name, start, size) in enumerate(entries)
    ]
    while len(directory) % 4:
        directory.append(b"\0" * 66 + b"\0\0" + struct.pack("<3i", -1, -1, -1) + b"\0" * 48)
    first = len(sectors)
    for n in range(len(directory) // 4):
        sectors.append((b"".join(directory[4 * n : 4 * n + 4]), first + n + 1 if n < len(directory) // 4 - 1 else -2))
    fats = 1
    while (len(sectors) + fats) > fats * 128:
        fats += 1
    chain = [following for _, following in sectors] + [-3] * fats
    chain += [-1] * (fats * 128 - len(chain))
    places = [len(sectors) + n for n in range(fats)] + [-1] * (109 - fats)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIiIIiIiI", 0, fats, first, 0, 4096, -2, 0, -2, 0) + struct.pack("<109i", *places)
    return header + b"".join(data for data, _ in sectors) + struct.pack(f"<{len(chain)}i", *chain)


def _entry(name, kind, child, start, size, right=-1):
    written = name.encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBBiii", len(written) + 2, kind, 1, -1, right, child)
        + b"\0" * 36
        + struct.pack("<iII", start, size, 0)
    )


def doc(text, dropped=(), row_ends=(), flags=0, narrow=False):
    """A .doc of `text`; `dropped`: (from, to, property bytes); `row_ends`: places of marks that end a table row."""
    width, encoding = (1, "cp1252") if narrow else (2, "utf-16-le")
    start = 0x600
    data = text.encode(encoding)
    pages_at = (start + len(data) + 511) // 512
    bounds = [(0, len(text), b"")] if not dropped else _gaps(len(text), dropped)
    characters = _page([(start + a * width, start + b * width, props) for a, b, props in bounds], 1)
    marks = [i for i, sign in enumerate(text) if sign in "\r\x07\x0c"]
    edges = [0, *[i + 1 for i in marks]]
    lines = [
        (start + a * width, start + (i + 1) * width, b"\x17\x24\x01" if i in row_ends else b"")
        for a, i in zip(edges, marks, strict=False)
    ]
    paragraphs = _page(lines or [(start, start + len(data), b"")], 13)
    main = bytearray(start)
    struct.pack_into("<HH", main, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", main, 0x0A, 0x0200 | flags)
    struct.pack_into("<I", main, 0x4C, len(text))
    clx = b"\x02" + struct.pack("<I", 16) + struct.pack("<II", 0, len(text))
    clx += struct.pack("<HIH", 0, start * 2 | 0x40000000 if narrow else start, 0)
    table_stream, places = clx, {33: (0, len(clx))}
    for place, page in ((12, pages_at), (13, pages_at + 1)):
        places[place] = (len(table_stream), 12)
        table_stream += struct.pack("<III", start, start + len(data), page)
    for place, (offset, size) in places.items():
        struct.pack_into("<II", main, 0x9A + 8 * place, offset, size)
    main = bytes(main) + data
    main = main.ljust(pages_at * 512, b"\0") + characters + paragraphs
    return ole({"1Table": table_stream, "WordDocument": main})


def _gaps(length, dropped):
    found, at = [], 0
    for start, end, properties in dropped:
        found += [(at, start, b""), (start, end, properties)]
        at = end
    return [entry for entry in [*found, (at, length, b"")] if entry[0] < entry[1]]


def _page(runs, entry):
    page, end = bytearray(512), 510
    struct.pack_into(f"<{len(runs) + 1}I", page, 0, *[a for a, _, _ in runs], runs[-1][1])
    for index, (_, _, properties) in enumerate(runs):
        if properties:
            if entry == 1:
                stored = bytes([len(properties)]) + properties
            else:
                stored = bytes([0, (len(properties) + 3) // 2, 0, 0]) + properties
            end -= len(stored) + (end - len(stored)) % 2
            page[end : end + len(stored)] = stored
            page[4 * (len(runs) + 1) + entry * index] = end // 2
    page[511] = len(runs)
    return bytes(page)


STYLES = (
    '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="2"><w:name w:val="标题 2"/></w:style>'
    '<w:style w:styleId="T"><w:name w:val="Title"/></w:style><w:style w:styleId="mine"><w:name w:val="我的"/><w:basedOn w:val="2"/></w:style>'
    '<w:style w:styleId="out"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:styleId="loop"><w:name w:val="y"/><w:basedOn w:val="loop"/></w:style>'
    '<w:style w:styleId="hid"><w:name w:val="z"/><w:rPr><w:vanish/></w:rPr></w:style><w:style w:styleId="toc"><w:name w:val="toc 1"/></w:style>'
)


def image(kind="PNG", size=(8, 8), colour="red"):
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind)
    return buffer.getvalue()


def read(*body, name="通知.docx", **parts):
    return read_word(name, docx(*body, **parts))


def body_of(*content, **parts):
    """The body HTML below a given title."""
    return read(p("总标题", align="center"), *content, **parts).body_html


def noted(draft, word):
    return any(word in note for note in draft.notes)


def red_header(**over):
    parts = {
        "source": [p("霍山县落儿岭镇人民政府文件", align="center")],
        "number": [p("落政[2026] 41 号", align="center")],
        "title": [p("关于做好2026年秋冬季", align="center"), p("森林防火工作的通知", align="center")],
        "body": [p("各村、镇直各单位："), p("现将有关事项通知如下。")],
        "attachments": [p("附件：1.值班表"), p("2.物资清单")],
        "end": [p("落儿岭镇人民政府", align="right"), p("二〇二六年十一月三日", align="right")],
        "imprint": [p("抄送：县林业局。"), p("落儿岭镇党政办公室 2026年11月3日印发")],
    }
    return [part for name in parts for part in over.get(name, parts[name])]
