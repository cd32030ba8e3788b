"""Third-party front-end files, straight from `node_modules`: the few that pages ask for, under `vendor/`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage, Storage

from motcua.site.home import PROJECT_DIR
from motcua.site.used_rules import used

NODE_MODULES: Final = PROJECT_DIR / "node_modules"
WHOLE_SHEET: Final = "css/tabler.min.css"
# Public folder below vendor/ -> folder of the package and the names taken from it.
VENDOR: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "vendor/tabler": ("@tabler/core/dist", (WHOLE_SHEET,)),
    "vendor/bpmn-js": (
        "bpmn-js/dist",
        (
            "bpmn-navigated-viewer.production.min.js",
            "bpmn-modeler.production.min.js",
            "assets/bpmn-js.css",
            "assets/diagram-js.css",
        ),
    ),
    # The sheet of its font names its neighbours by `../font/`.
    "vendor/bpmn-js/css": ("bpmn-js/dist/assets/bpmn-font/css", ("bpmn.css",)),
    "vendor/bpmn-js/font": (
        "bpmn-js/dist/assets/bpmn-font/font",
        ("bpmn.eot", "bpmn.svg", "bpmn.ttf", "bpmn.woff", "bpmn.woff2"),
    ),
    # Bars, lines and their patterns on a canvas, without the parts that no page of ours draws.
    "vendor/echarts": ("echarts/dist", ("echarts.simple.min.js",)),
    "vendor/be-vietnam-pro": (
        "@fontsource/be-vietnam-pro/files",
        tuple(
            f"be-vietnam-pro-{script}-{weight}-normal.woff2"
            for script in ("vietnamese", "latin", "latin-ext")
            for weight in (400, 500, 600, 700)
        ),
    ),
}


def _source(package: str, name: str) -> Path:
    """The file served under a name: as the package has it, or what our pages use of it."""
    source = NODE_MODULES / package / name
    return used(source) if name == WHOLE_SHEET and source.is_file() else source


class VendorFinder(BaseFinder):
    """Finds the files named in `VENDOR`, flattened: `vendor/tabler/tabler.min.css`."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file behind `path`, a list of them with `find_all`, an empty list where there is none."""
        for public, (package, names) in VENDOR.items():
            for name in names:
                if path != f"{public}/{Path(name).name}":
                    continue
                if (source := _source(package, name)).is_file():
                    return [str(source)] if find_all else str(source)
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        """Every (name in its storage, storage) that exists; the storage's prefix is the public folder."""
        for public, (package, names) in VENDOR.items():
            for name in names:
                if (source := _source(package, name)).is_file():
                    storage = FileSystemStorage(location=source.parent)
                    storage.prefix = public  # type: ignore[attr-defined]
                    yield source.name, storage
