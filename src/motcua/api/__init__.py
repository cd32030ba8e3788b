"""The machine's door: `/api/v1/`, documented as OpenAPI, for systems that file and read dossiers."""
