"""Erase everything of one authority."""

import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from assessments.models import LocalAuthority
from assessments.workflow.erasing import erase, rows_of


class Command(BaseCommand):
    """For an operator, at the end of a contract, after `export_authority`."""

    help = (
        "Delete everything of an authority, and write a certificate that says what. "
        "Without --certificate, only count the rows. It cannot be undone; backups keep "
        "what they have."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--certificate", metavar="FILE")
        parser.add_argument("--name", help="the authority's full name, to be sure")

    def handle(
        self,
        *args: object,
        slug: str,
        certificate: str | None,
        name: str | None,
        **options: object,
    ) -> None:
        authority = LocalAuthority.objects.filter(slug=slug).first()
        if authority is None:
            raise CommandError("No authority has this slug.")
        if not certificate:
            count = sum(map(len, rows_of(authority).values()))
            self.stdout.write(f"{authority}: {count} rows to delete.")
            return
        if name != authority.name:
            raise CommandError(f'To be sure, give --name "{authority.name}".')
        path = Path(certificate)
        try:
            # Nothing is deleted unless the certificate is on the disk.
            with path.open("x", encoding="utf-8") as file, transaction.atomic():
                json.dump(erase(authority=authority), file, indent=1)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise CommandError(f"The certificate cannot be written: {error}") from error
        self.stdout.write(f"{authority}: erased. Its certificate is {path}.")
