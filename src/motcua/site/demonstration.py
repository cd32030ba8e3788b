"""The demonstration province: its data loaded once, and who can sign in."""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from motcua.foundation.command_line import say as say_on_stderr


class Step(NamedTuple):
    """One load: what a person is told, the model whose rows show that it is done, `module:function`."""

    title: str
    model: str
    function: str


STEPS: Final = (
    Step(
        "Cơ quan, Bộ phận Một cửa, cán bộ", "organisation.Officer", "motcua.organisation.services:load_demo"
    ),
    Step("Danh mục thủ tục hành chính", "procedures.Procedure", "motcua.procedures.services:load_demo"),
    Step("Tài khoản người dân", "citizens.Citizen", "motcua.citizens.demo:load"),
    Step("Quy trình nội bộ", "procedures.InternalProcess", "motcua.procedures.process_services:load_demo"),
    Step("Biểu mẫu điện tử", "forms.Form", "motcua.forms.services:load_demo"),
    Step("Tin tức của cổng", "news.Article", "motcua.news.demo:load_demo"),
    Step("Hồ sơ của những ngày qua", "dossiers.Dossier", "motcua.dossiers.generate:load_demo"),
    Step("Giấy tờ trong kho của người dân", "vault.Paper", "motcua.vault.demo:load_demo"),
    Step("Đánh giá của người dân", "feedback.Rating", "motcua.feedback.demo:load_demo"),
    Step("Phản ánh, kiến nghị", "feedback.Petition", "motcua.feedback.demo_petitions:load_demo"),
    # A past without seals would be a log that nobody published; the night's job would find it an hour later.
    Step("Niêm nhật ký những ngày đã qua", "dossiers.DailySeal", "motcua.dossiers.seal:seal_days"),
    Step("Chốt số liệu công khai", "figures.Count", "motcua.figures.services:count_dossiers"),
)


def load(say: Callable[[str], None] = say_on_stderr) -> None:
    """Run the steps whose tables are still empty; each is one whole or nothing."""
    missing = [step for step in STEPS if _exists(step.function) and _is_empty(step.model)]
    for number, step in enumerate(missing, start=1):
        say(f"Dữ liệu trình diễn {number}/{len(missing)}: {step.title}…")
        began = time.perf_counter()
        _function(step.function)()
        say(f"  xong sau {time.perf_counter() - began:.1f} giây")


def _is_empty(label: str) -> bool:
    from django.apps import apps

    return not apps.get_model(label)._default_manager.exists()


def _exists(path: str) -> bool:
    return importlib.util.find_spec(path.partition(":")[0]) is not None


def _function(path: str) -> Callable[[], Any]:
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)  # type: ignore[no-any-return]


def main() -> None:
    """Load it into the database in force, for tests and for servers without the supervisor."""
    from motcua.site.cli import prepare_django

    prepare_django()
    load()


def who_can_sign_in() -> list[str]:
    """Lines for the terminal, from the demonstration data of both doors; none where there are none."""
    found: list[str] = []
    for path in ("motcua.organisation.services:demo_accounts", "motcua.citizens.demo:demo_accounts"):
        try:
            lines = _function(path)
        except (ModuleNotFoundError, AttributeError):
            continue
        found += [str(line) for line in lines()]
    return found


if __name__ == "__main__":
    main()
