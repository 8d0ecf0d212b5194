"""One planted string in every hiding place of a web page, an SVG picture and plain XML."""

import base64

import pytest

from audit.screening.readers import read
from tests.screening.files import DIGITS, MARK, missed

WEB = {
    "text": f"<html><p>{MARK}</p></html>",
    "split by tags": f"<html><p>{MARK[:5]}<b>{MARK[5:8]}</b><!-- x -->{MARK[8:]}</p></html>",
    "as entities": "<html><p>" + "".join(f"&#{ord(sign)};" for sign in MARK) + "</p></html>",
    "as hexadecimal entities": "<html><p>" + "".join(f"&#x{ord(sign):x};" for sign in MARK) + "</p></html>",
    "not displayed": f'<html><p style="display:none">{MARK}</p></html>',
    "hidden attribute": f"<html><div hidden>{MARK}</div></html>",
    "comment": f"<html><!-- {MARK} --></html>",
    "comment without end": f"<html><p>x</p><!-- {MARK}",
    "alt": f'<html><img alt="{MARK}"></html>',
    "title attribute": f"<html><a title='{MARK}'>x</a></html>",
    "attribute without quotes": f"<html><a title={MARK}>x</a></html>",
    "data attribute": f'<html><p data-id="{DIGITS}">x</p></html>',
    "value": f'<html><input type="hidden" value="{MARK}"></html>',
    "meta": f'<html><meta name="keywords" content="{MARK}"></html>',
    "script": f"<html><script>var a = '{MARK}'</script></html>",
    "style": f"<html><style>p:after {{ content: '{MARK}' }}</style></html>",
    "title": f"<html><title>{MARK}</title></html>",
    "table": f"<html><table><tr><td>号</td></tr><tr><td>{MARK}</td></tr></table></html>",
    "table without ends": f"<table><tr><td>号<td>{MARK}",
    "unknown tag": f"<html><foo:bar>{MARK}</foo:bar></html>",
    "half a tag": f"<html>{MARK}<p",
    "greater sign in a value": f'<html><p title="a > b">{MARK}</p></html>',
    "template": f"<html><template>{MARK}</template></html>",
    "embedded data": f'<html><a href="data:text/plain;base64,{base64.b64encode((MARK + "和别的").encode()).decode()}">x</a></html>',
    "doctype first": f"<!DOCTYPE html><p>{MARK}",
}
SVG = {
    "text": f"<svg><text>{MARK}</text></svg>",
    "spans": f"<svg><text><tspan>{MARK[:5]}</tspan><tspan>{MARK[5:]}</tspan></text></svg>",
    "title": f"<svg><title>{MARK}</title></svg>",
    "description": f'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "a" "b"><svg><desc>{MARK}</desc></svg>',
    "section": f"<svg><text><![CDATA[{MARK}]]></text></svg>",
    "metadata": f"<svg><metadata><x>{MARK}</x></metadata></svg>",
    "attribute": f'<svg aria-label="{MARK}"/>',
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_hiding_place_of_a_web_page_gives_its_secret_up(encoding):
    assert missed({place: text.encode(encoding) for place, text in (WEB | SVG).items()}, "x.html") == []


def test_hidden_words_of_a_page_are_called_hidden():
    assert [p.hidden for p in read("x", WEB["not displayed"].encode()).passages if p.text == MARK] == [True]


def test_xml_of_word_and_excel_2003_is_read():
    for text in (
        f"<?xml version='1.0'?><w:d xmlns:w='w'><w:p><w:r><w:t>{MARK}</w:t></w:r></w:p></w:d>",
        f"<?xml version='1.0'?><Workbook><Row><Cell><Data>{MARK}</Data></Cell></Row></Workbook>",
    ):
        assert missed({"xml": text.encode()}, "x.doc") == []
