"""Our BPMN in bpmn-js: everything is drawn where we put it, and what it saves is still the same process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import Browser, Page
from tests.conftest import PROJECT
from tests.procedures.processes.strategies import processes

from motcua.procedures.processes.bpmn_read import from_bpmn
from motcua.procedures.processes.bpmn_write import to_bpmn
from motcua.procedures.processes.layout import layout
from motcua.procedures.processes.model import Process

VIEWER = PROJECT / "node_modules" / "bpmn-js" / "dist" / "bpmn-viewer.production.min.js"
DRAW = """async xml => {
  const viewer = new BpmnJS({container: "#drawing"});
  const {warnings} = await viewer.importXML(xml);
  const shapes = viewer.get("elementRegistry").filter(each => each.width && !each.labelTarget);
  const boxes = Object.fromEntries(shapes.map(each => [each.id, [each.x, each.y, each.width, each.height]]));
  const {xml: saved} = await viewer.saveXML({format: true});
  viewer.destroy();
  return {warnings: warnings.map(String), boxes, saved};
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    opened.set_content('<div id="drawing" style="width:1000px;height:600px"></div>')
    opened.add_script_tag(path=str(VIEWER))
    yield opened
    opened.close()


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(process=processes(depth=2))
def test_bpmn_js_draws_and_saves_it_without_loss(page: Page, process: Process) -> None:
    answer = page.evaluate(DRAW, to_bpmn(process).decode())
    assert answer["warnings"] == []
    drawing = layout(process)
    for part, bounds in (drawing.nodes | drawing.lanes).items():
        assert answer["boxes"][part] == list(bounds)
    assert from_bpmn(answer["saved"].encode()).process == process
