"""Eight digits, the last one a check: what a slip of the finger or the tongue does to them. Pure."""

from hypothesis import given, settings
from hypothesis import strategies as st

from township_portal.paper import codes

BODIES = st.text("0123456789", min_size=7, max_size=7)


def whole(body):
    return body + codes.check_digit(body)


@given(BODIES)
@settings(max_examples=200, deadline=None)
def test_every_single_wrong_digit_and_every_swap_of_neighbours_is_noticed(body):
    code = whole(body)
    assert codes.is_sound(code)
    for place in range(8):
        for digit in "0123456789":
            if digit != code[place]:
                assert not codes.is_sound(code[:place] + digit + code[place + 1 :])
    for place in range(7):
        if code[place] != code[place + 1]:
            assert not codes.is_sound(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


def test_codes_are_fresh_and_follow_no_order():
    made = [codes.fresh() for _ in range(500)]
    assert all(codes.is_sound(code) for code in made)
    assert len(set(made)) > 495 and made != sorted(made)
    assert len({code[:2] for code in made}) > 80


def test_what_is_not_eight_digits_is_no_code():
    for wrong in ("", "1234567", "123456789", "1234567x", "１２３４５６７８", "12345678\n", "-1234567"):
        assert not codes.is_sound(wrong), wrong


def test_digits_are_read_as_people_write_them():
    for said in ("1234 5678", "1234-5678", "１２３４　５６７８", " 1234—5678 ", "1 2 3 4 5 6 7 8", "1234，5678"):
        assert codes.typed(said) == "12345678", said
    assert codes.grouped("12345678") == "1234 5678"
