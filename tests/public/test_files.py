"""Files of what is published; of everything else there is nothing, by any address."""

from urllib.parse import quote

import pytest

from audit import files, workflow
from audit.checks import Given
from tests.cast import edit, first_review, make_notice, submit
from tests.public.making import PNG, address, attach, correct, publish_with_file, through, withdraw

pytestmark = pytest.mark.django_db


def file_url(edition, position=1, name="附件1 汇总表.xlsx"):
    return address(edition, f"files/{position}/{quote(name)}")


def body(response):
    return b"".join(response.streaming_content)


def test_an_attachment_downloads_under_its_own_name(client, town):
    edition = publish_with_file(town)
    assert file_url(edition) in client.get(address(edition)).content.decode()
    response = client.get(file_url(edition))
    assert body(response) == b"PK figures"
    assert response.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('附件1 汇总表.xlsx')}"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == "application/octet-stream"
    tag = response.headers["ETag"]
    assert client.get(file_url(edition), headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("content_type", "inline"),
    [
        ("image/png", True), ("application/pdf", True), ("image/jpeg", True), ("image/svg+xml", False),
        ("text/html", False), ("application/xhtml+xml", False), ("text/plain", False), ("", False),
        ("image/png; charset=x", False), ("application/javascript", False),
    ],
)  # fmt: skip
def test_only_pictures_and_pdf_open_in_the_browser(client, town, content_type, inline):
    edition = publish_with_file(town, "一览.bin", b"<script>alert(1)</script>", content_type=content_type)
    response = client.get(file_url(edition, name="一览.bin"))
    assert response.headers["Content-Disposition"].startswith("inline" if inline else "attachment")
    if not inline:
        assert response.headers["Content-Type"] == "application/octet-stream"


@pytest.mark.parametrize(
    "name",
    [
        'a"b;c.pdf', "100%.pdf", "a?b#c&d.pdf", "空 格.pdf", "点..pdf", "a+b.pdf", "長" * 100, "a/b.pdf", "../../etc/passwd",
        "😀.pdf", "a\\b.pdf", "a'b.pdf", "x\r\nSet-Cookie: a=b.pdf", " ",
    ],
)  # fmt: skip
def test_no_name_breaks_the_page_or_the_header(client, town, name):
    edition = publish_with_file(town, name, b"a,b\n1,2\n")
    assert client.get(address(edition)).status_code == 200
    from disclosure.items import address_in

    url = address_in(edition)(edition.files[0])
    response = client.get(url)
    assert (response.status_code, body(response)) == (200, b"a,b\n1,2\n")
    assert "\n" not in response.headers["Content-Disposition"] and "Set-Cookie" not in response.headers


def test_paper_only_is_listed_and_never_served(client, town):
    edition = publish_with_file(town, "分户明细.xlsx", b"names", paper_only=True)
    page = client.get(address(edition)).content.decode()
    assert "分户明细.xlsx" in page and "只在村公开栏张贴" in page and "/files/" not in page
    assert client.get(file_url(edition, name="分户明细.xlsx")).status_code == 404


def test_a_picture_in_the_text_gets_the_address_of_this_page(client, town):
    notice = make_notice(town)
    row = attach(town, notice, "图1.png", PNG, content_type="image/png", inline=True)
    edit(notice, town.reporter, body=f'<p>见图。</p><p><img src="files:{row.sha256}" alt="防火图"></p>')
    edition = through(town, notice)
    page = client.get(address(edition)).content.decode()
    assert f'src="{file_url(edition, name="图1.png")}"' in page and "files:" not in page.split("<main")[1]
    assert f'<meta name="Image" content="http://testserver{file_url(edition, name="图1.png")}">' in page
    assert '<h2 id="attachments">' not in page
    assert client.get(file_url(edition, name="图1.png")).headers["Content-Type"] == "image/png"


@pytest.mark.parametrize("state", ["working", "first_review", "leader_review", "returned", "withdrawn", "board"])
def test_files_of_what_is_not_published_are_nowhere(client, town, state):
    public = publish_with_file(town, "公开的.pdf", b"public")
    if state == "board":
        hidden = publish_with_file(town, "秘.pdf", b"secret", over={"column": town.wall})
    elif state == "withdrawn":
        hidden = publish_with_file(town, "秘.pdf", b"secret")
        withdraw(town, hidden)
    else:
        notice = make_notice(town)
        attach(town, notice, "秘.pdf", b"secret")
        hidden = None
        if state != "working":
            edition = submit(town, notice)
            if state == "leader_review":
                first_review(town, edition)
            elif state == "returned":
                workflow.take_step(town.officer, "return", edition, Given(remark="再核实"))
    sha256 = files.put(b"secret")
    tried = [
        file_url(public, 1, "秘.pdf"), file_url(public, 2, "秘.pdf"), address(public, f"files/1/{sha256}"),
        f"/files/{sha256}", f"/media/{sha256[:2]}/{sha256}", f"/static/{sha256}", f"/items/{sha256}/",
        f"/static/../files/{sha256[:2]}/{sha256}",
    ]  # fmt: skip
    if hidden:
        tried += [file_url(hidden, 1, "秘.pdf"), address(hidden, "editions/1/")]
    for url in tried:
        response = client.get(url)
        assert response.status_code in (404, 410), url
        assert b"secret" not in response.getvalue(), url


def test_a_correction_takes_the_old_file_away(client, town):
    first = publish_with_file(town, "旧.pdf", b"old")
    item = first.item.concrete()
    item.attachments.all().delete()
    attach(town, item, "新.pdf", b"new")
    second = correct(town, first)
    assert client.get(file_url(second, 1, "旧.pdf")).status_code == 404
    assert body(client.get(file_url(second, 1, "新.pdf"))) == b"new"


def test_a_missing_file_is_not_found_rather_than_an_error(client, town):
    edition = publish_with_file(town)
    files.destroy(edition.files[0]["sha256"])
    assert client.get(file_url(edition)).status_code == 404
