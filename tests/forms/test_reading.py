"""A page that comes back: every fault at once, what is right kept, what was typed told."""

from __future__ import annotations

import pytest

from motcua.forms.definition.model import (
    ChoicesField,
    CitizenNumberField,
    DateField,
    DeclarationField,
    EmailField,
    LongTextField,
    MoneyField,
    NumberField,
    Option,
    PhoneField,
    TaxCodeField,
    UnitField,
)
from motcua.forms.definition.reading import PageRead, missing, read_page
from motcua.forms.definition.showing import Context, shown, summary
from motcua.forms.definition.values import parse_number, typed_again

from .samples import TODAY, WHY, choice, family, form, page, post, text


def faults(read: PageRead) -> dict[str, str]:
    return {fault.name: str(fault.message) for fault in read.faults}


def one(field: object, **data: object) -> PageRead:
    return read_page(form(page(field)), "one", post(**data), {}, TODAY)  # type: ignore[arg-type] # any field


def test_every_fault_is_told_at_once_and_the_rest_kept() -> None:
    read = read_page(family(), "one", post(married="yes", spouse="Nông Văn A", born="30/02/2020"), {}, TODAY)
    assert faults(read) == {
        "born": "Bạn ghi “30/02/2020”, không phải một ngày có trên lịch. Ghi như 12/08/2021."
    }
    assert read.answers == {"married": "yes", "spouse": "Nông Văn A"}
    empty = read_page(family(), "two", post(members___rows="1"), {}, TODAY)
    assert faults(empty) == {
        "area": "Chưa trả lời “Diện tích”.",
        "members": "Chưa trả lời “Thành viên”.",
    }


def test_a_question_that_appears_by_an_answer_is_new_and_not_wrong() -> None:
    first = post(_on_page=["married", "born"], married="yes", born="1/2/1990")
    read = read_page(family(), "one", first, {}, TODAY)
    assert (read.faults, read.appeared, read.done) == ((), ("spouse",), False)
    again = post(_on_page=["married", "spouse", "born"], married="yes", spouse="", born="1/2/1990")
    assert faults(read_page(family(), "one", again, read.answers, TODAY)) == {
        "spouse": "Chưa trả lời “Câu spouse”."
    }
    other = post(_on_page=["married", "spouse", "born"], married="no", spouse="Giữ lại", born="1/2/1990")
    left = read_page(family(), "one", other, read.answers, TODAY)
    assert left.done
    assert left.answers["spouse"] == "Giữ lại", "hidden is not lost"
    assert [line.field for part in summary(family(), left.answers, TODAY) for line in part.lines][:2] == [
        "married",
        "born",
    ]


@pytest.mark.parametrize(
    ("field", "typed", "answer"),
    [
        (NumberField(id="x", label="X", places=2), "1.234,5", "1234.5"),
        (NumberField(id="x", label="X", places=2), "12.5", "12.5"),
        (NumberField(id="x", label="X"), "-0", "0"),
        (MoneyField(id="x", label="X"), "1.500.000 đồng", 1_500_000),
        (DateField(id="x", label="X"), "2021-08-12", "2021-08-12"),
        (DateField(id="x", label="X"), "1.2.1990", "1990-02-01"),
        (CitizenNumberField(id="x", label="X"), "004 188 000 000", "004188000000"),
        (TaxCodeField(id="x", label="X"), "0100109106", "0100109106"),
        (PhoneField(id="x", label="X"), "+84 912 345 678", "0912345678"),
        (EmailField(id="x", label="X"), "phuong@vidu.vn", "phuong@vidu.vn"),
        (LongTextField(id="x", label="X"), " a \r\n b ", "a\nb"),
        (DeclarationField(id="x", label="X"), "1", True),
    ],
)
def test_what_people_write_is_read(field: object, typed: str, answer: object) -> None:
    read = one(field, x=typed)
    assert read.faults == ()
    assert read.answers == {"x": answer}


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (NumberField(id="x", label="X", maximum="5"), "7", "Bạn ghi 7, lớn nhất chỉ được 5."),
        (
            NumberField(id="x", label="X"),
            "1,5",
            "Bạn ghi 1,5. Mục này nhận nhiều nhất 0 chữ số sau dấu phẩy.",
        ),
        (NumberField(id="x", label="X"), "ba", "Bạn ghi “ba”. Mục này chỉ nhận số, ví dụ: 120,5."),
        (
            MoneyField(id="x", label="X"),
            "1,5",
            "Bạn ghi “1,5”. Ghi số tiền bằng đồng, không lẻ, ví dụ: 1.500.000.",
        ),
        (
            DateField(id="x", label="X", latest="today"),
            "12/08/2032",
            "Bạn ghi 12/08/2032; ngày này phải từ hôm nay (26/11/2026) trở về trước.",
        ),
        (DateField(id="x", label="X", earliest="2020-01-01"), "1/1/19", None),
        (
            EmailField(id="x", label="X"),
            "phuong@vidu",
            "“phuong@vidu” không phải địa chỉ thư điện tử. Ghi như ten@vidu.vn.",
        ),
        (CitizenNumberField(id="x", label="X"), "00418800000", None),
        (TaxCodeField(id="x", label="X"), "0100109107", None),
        (PhoneField(id="x", label="X"), "12345", None),
        (text("x", limit=3), "dài quá", None),
        (choice("x", "a", "b"), "c", "Lựa chọn này không có trong danh sách. Chọn lại."),
        (DeclarationField(id="x", label="X"), "", "Chưa đánh dấu vào ô cam đoan."),
    ],
)
def test_what_is_wrong_is_said_with_what_was_read(field: object, typed: str, said: str | None) -> None:
    read = one(field, x=typed)
    assert list(faults(read)) == ["x"]
    assert said is None or faults(read)["x"] == said
    assert "x" not in read.answers


def test_numbers_with_dots_and_commas() -> None:
    assert {
        typed: str(parse_number(typed)) for typed in ("1.000", "1 000,25", "0,5", "1.2.3", "1,", "٣")
    } == {
        "1.000": "1000.0",
        "1 000,25": "1000.25",
        "0,5": "0.5",
        "1.2.3": "None",
        "1,": "None",
        "٣": "None",
    }


def test_several_choices_stay_in_the_order_of_the_form() -> None:
    many = ChoicesField(
        id="x", label="X", options=tuple(Option(value=value, label=value) for value in ("a", "b", "c"))
    )
    assert one(many, x=["c", "a", "a"]).answers == {"x": ["a", "c"]}
    assert "x" in faults(one(many, x=["d"]))


def rows(read: PageRead) -> object:
    return read.answers.get("members")


def test_rows_of_a_table_have_their_limits() -> None:
    def sent(count: int, **more: str) -> PageRead:
        data = {f"members__{row}__name": f"Người {row}" for row in range(count)}
        return read_page(
            family(), "two", post(area="5", members___rows=str(count), **data, **more), {}, TODAY
        )

    assert sent(3).done
    assert faults(sent(4)) == {"members": "“Thành viên” có 4 dòng, nhiều nhất là 3. Dòng thừa nộp thành tệp."}
    assert sent(2, members__1__share="x").faults[0].name == "members.1.share"
    half = read_page(family(), "two", post(area="5", members___rows="2", members__1__share="5"), {}, TODAY)
    assert faults(half) == {"members.1.name": "Dòng 2: chưa trả lời “Câu name”."}


def test_rows_are_added_and_removed_without_losing_what_was_typed() -> None:
    typed = {"members__0__name": "Một", "members__1__name": "Hai", "members__1__share": "mười"}
    more = read_page(
        family(), "two", post(area="", members___rows="2", _add_row="members", **typed), {}, TODAY
    )
    assert (more.again, more.faults, more.rows) == (True, (), {"members": 3})
    context = Context(today=TODAY, typed=more.typed, rows=more.rows)
    table = shown(family(), "two", more.answers, context).fields[2]
    assert [[cell.value for cell in row.cells] for row in table.rows] == [
        ["Một", ""],
        ["Hai", "mười"],
        ["", ""],
    ]
    assert not table.can_add
    less = read_page(
        family(), "two", post(members___rows="2", _remove_row="members.0", **typed), more.answers, TODAY
    )
    assert less.rows == {"members": 1}
    assert rows(less) == [{"name": "Hai"}]
    assert less.typed["members.0.share"] == ["mười"]


COMMUNE = form(page(UnitField(id="u", label="Nơi sinh")))


def test_a_commune_is_found_in_both_lists() -> None:
    old = read_page(COMMUNE, "one", post(u="phường Hợp Giang"), {}, TODAY).answers["u"]
    assert old == {
        "list": "old",
        "code": "01273",
        "name": "phường Hợp Giang, thành phố Cao Bằng, tỉnh Cao Bằng",
    }
    new = read_page(COMMUNE, "one", post(u="thuc phan"), {}, TODAY).answers["u"]
    assert (new["list"], new["code"]) == ("new", "01273"), "the same code is another commune"
    line = summary(COMMUNE, {"u": old}, TODAY)[0].lines[0]
    assert "nay thuộc phường Thục Phán" in str(line.note)


def test_a_name_of_several_communes_is_asked_again() -> None:
    asked = read_page(COMMUNE, "one", post(u="Hưng Đạo"), {}, TODAY)
    assert "Chọn một nơi" in faults(asked)["u"]
    context = Context(today=TODAY, typed=asked.typed, faults=asked.faults)
    options = shown(COMMUNE, "one", {}, context).fields[0].options
    assert len(options) > 1
    chosen = read_page(COMMUNE, "one", post(u="Hưng Đạo", u__unit=options[1].value), {}, TODAY)
    assert chosen.done
    assert f"{chosen.answers['u']['list']}:{chosen.answers['u']['code']}" == options[1].value
    assert read_page(COMMUNE, "one", post(u="Hưng Đạo, Bảo Lạc"), {}, TODAY).faults != asked.faults


def test_an_old_name_finds_the_new_commune_and_a_new_name_the_old_ones() -> None:
    new_only = form(page(UnitField(id="u", label="Nơi ở", of="new")))
    found = read_page(new_only, "one", post(u="Hợp Giang"), {}, TODAY).answers["u"]
    assert found["name"] == "phường Thục Phán, tỉnh Cao Bằng"
    old_only = form(page(UnitField(id="u", label="Nơi cũ", of="old")))
    asked = read_page(old_only, "one", post(u="Thục Phán"), {}, TODAY)
    options = shown(old_only, "one", {}, Context(today=TODAY, typed=asked.typed, faults=asked.faults))
    assert any(option.value == "old:01273" for option in options.fields[0].options)


def test_a_commune_of_another_province_is_taken_with_its_province() -> None:
    written = "xã Hùng Sơn, tỉnh Thái Nguyên"
    assert read_page(COMMUNE, "one", post(u=written), {}, TODAY).answers["u"]["name"] == written
    assert "ghi đủ xã và tỉnh" in faults(read_page(COMMUNE, "one", post(u="xã Hùng Sơn"), {}, TODAY))["u"]


def test_what_is_still_missing_in_the_whole_form() -> None:
    answers = {"married": "no", "born": "1990-01-01", "area": "5", "members": [{"name": "A"}]}
    left = missing(family(), answers, TODAY)
    assert [(each.page, each.field) for each in left] == [("three", "plan")]
    assert missing(family(), {**answers, "plan": ["tệp"]}, TODAY) == []


def test_the_account_fills_a_field_once_and_does_not_overwrite() -> None:
    asked = form(page(PhoneField(id="p", label="Điện thoại", prefill="account.phone", privacy=WHY)))
    context = Context(today=TODAY, prefill={"account.phone": "0912345678"})
    field = shown(asked, "one", {}, context).fields[0]
    assert (field.value, field.prefilled, field.complete) == ("0912345678", True, "tel")
    own = shown(asked, "one", {"p": "0987654321"}, context).fields[0]
    assert (own.value, own.prefilled) == ("0987654321", False)


def test_a_year_is_written_as_a_year() -> None:
    year = NumberField(id="y", label="Năm", minimum="1880", maximum="2100")
    assert typed_again(year, "1990") == "1990"
    assert typed_again(NumberField(id="x", label="X"), "1990") == "1.990"
