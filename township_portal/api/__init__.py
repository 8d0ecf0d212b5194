"""Read-only JSON over what is published, `/api/v1/`: no lists of persons, nothing that is not live."""
