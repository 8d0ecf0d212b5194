"""The browser of the tests notices what it should: it is trusted everywhere else."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(
    ("deed", "word"),
    [
        ("document.body.setAttribute('style', 'color:red')", "Content Security Policy"),
        (
            "document.head.append(Object.assign(document.createElement('style'), {textContent: 'p{}'}))",
            "Content Security",
        ),
        (
            "document.head.append(Object.assign(document.createElement('script'), {textContent: '1'}))",
            "Content Security",
        ),
        ("document.body.append(Object.assign(new Image(), {src: 'https://example.com/x.png'}))", "example.com"),
        ("document.body.append(Object.assign(new Image(), {src: '/static/no-such-picture.png'}))", "404"),
        ("setTimeout(() => { throw new Error('oh') })", "oh"),
        ("console.error('told')", "told"),
    ],
)
def test_a_misdeed_of_a_page_is_noticed(open_browser, deed, word):
    page = open_browser(width=390)
    page.goto("/no/such/page/")
    page.wait_for_load_state("networkidle")
    assert page.complaints == []
    page.evaluate(deed)
    page.wait_for_timeout(300)
    assert any(word in complaint for complaint in page.complaints), page.complaints
    page.complaints.clear()


def test_axe_finds_a_picture_without_words(open_browser, find_barriers):
    page = open_browser()
    page.goto("/no/such/page/")
    page.evaluate("document.querySelector('main').append(Object.assign(new Image(), {src: '/static/svg/favicon.svg'}))")
    assert any(barrier.startswith("image-alt") for barrier in find_barriers(page))


def test_the_page_of_a_wrong_address_has_no_barrier_and_does_not_scroll_sideways(open_browser, find_barriers):
    page = open_browser(width=390)
    page.goto("/no/such/page/")
    assert find_barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
