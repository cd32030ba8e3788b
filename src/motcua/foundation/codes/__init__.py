"""Codes of agencies, dossiers and procedures: read liberally, written strictly (contracts, section 3)."""

from motcua.foundation.codes.agency import (
    HOME_LEVEL_1,
    AgencyCode,
    parse_agency_code,
    to_decision_20,
    to_qcvn_102,
)
from motcua.foundation.codes.dossier import (
    CIRCULAR_01_2018,
    CIRCULAR_04_2025,
    DECISION_20_2020,
    IGATE,
    DossierCode,
    dossier_code,
    parse_dossier_code,
)
from motcua.foundation.codes.parse import LONGEST_CODE, GeneratedBy, clean_code, parse_code
from motcua.foundation.codes.procedure import ProcedureCode, parse_procedure_code
from motcua.foundation.codes.suggest import suggestions

__all__ = [
    "CIRCULAR_01_2018",
    "CIRCULAR_04_2025",
    "DECISION_20_2020",
    "HOME_LEVEL_1",
    "IGATE",
    "LONGEST_CODE",
    "AgencyCode",
    "DossierCode",
    "GeneratedBy",
    "ProcedureCode",
    "clean_code",
    "dossier_code",
    "parse_agency_code",
    "parse_code",
    "parse_dossier_code",
    "parse_procedure_code",
    "suggestions",
    "to_decision_20",
    "to_qcvn_102",
]
