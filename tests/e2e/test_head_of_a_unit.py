"""A morning of a head: three given out, one given anew, sixty at once of which one is refused."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect
from tests.support.officer import Officer, in_process, play

from motcua.dossiers.batch_tables import BatchRun
from motcua.dossiers.batching import run_batch
from motcua.dossiers.models import Dossier

SON, YEN = "CB0015", "CB0016"


def give(head: Officer, code: str) -> None:
    head.page.locator("#can-bo").select_option(value=code)
    head.page.get_by_role("button", name=re.compile("^Giao")).click()
    head.page.wait_for_url("**/don-vi/lo/**")
    head.look(head.page)


def tick(head: Officer, codes: list[str]) -> None:
    for code in codes:
        head.page.get_by_label(f"Chọn {code}").check()


def test_the_morning(officer: Callable[..., Officer]) -> None:
    codes = [in_process() for _ in range(3)]
    cuong = officer("cuong.thucphan")
    page = cuong.page
    cuong.go("/don-vi/?nguoi=-")
    tick(cuong, codes)
    give(cuong, SON)
    expect(page.get_by_role("status").filter(has_text="Đã làm 3 trên 3 việc.")).to_be_visible()

    cuong.go("/don-vi/?nguoi=CB0015")
    tick(cuong, codes[:1])
    give(cuong, YEN)
    expect(page.get_by_role("status").filter(has_text="Đã làm 1 trên 1 việc.")).to_be_visible()
    assert Dossier.objects.get(code=codes[0]).holder_officer == YEN

    many = [*codes[1:], *(in_process() for _ in range(58))]
    cuong.go("/don-vi/?nhieu=1")
    tick(cuong, many)
    # While the head still looks at the list, one of them is submitted to be signed.
    play("son.thucphan", codes[1], "propose_result", granted="1")
    give(cuong, YEN)
    expect(page.get_by_text("Đang làm: 0 trên 60 việc.")).to_be_visible()
    run_batch(BatchRun.objects.latest("pk").pk)
    expect(page.get_by_text("Đã làm 59 trên 60 việc.")).to_be_visible(timeout=15_000)
    refused = page.get_by_role("row").filter(has_text="Không làm được")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text(codes[1])
