"""The personal store."""

from __future__ import annotations

from django.apps import AppConfig


class VaultConfig(AppConfig):
    """Papers and results of people and businesses, to be used again (Decree 45/2020 art. 16)."""

    name = "motcua.vault"
    label = "vault"
    verbose_name = "Kho giấy tờ"

    def ready(self) -> None:
        from motcua.dossiers import files
        from motcua.vault import erasing, lending

        files.also_named_by("vault_paper")
        erasing.take_part()
        lending.take_part()
