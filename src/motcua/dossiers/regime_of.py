"""The law of one dossier: the regime it was received under, as the office had set it for that day."""

from __future__ import annotations

from motcua.dossiers.lifecycle.state import State
from motcua.foundation.clock import day_of
from motcua.law.regimes import Regime
from motcua.organisation.in_force import Laws


def regime_of(laws: Laws, state: State) -> Regime:
    """The regime of a dossier. Before reception the day of filing stands for the day of reception."""
    since = state.received_at or state.intake.submitted_at or state.last_at
    return laws.of(state.regime, day_of(since))
