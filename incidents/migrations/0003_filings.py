"""Each filing of an incident has its row: who filed it, in which seat, and the digest of what was filed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("commission", "0003_known_choices"),
        ("incidents", "0002_draft_as_typed_and_source_salt"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Filing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filed_at", models.DateTimeField(verbose_name="filed at")),
                ("digest", models.BinaryField(max_length=32, verbose_name="digest of what was filed")),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="filings", to="incidents.incident"
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="filed by",
                    ),
                ),
                (
                    "delegation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="commission.delegation",
                        verbose_name="filing delegation",
                    ),
                ),
            ],
            options={"verbose_name": "filing", "verbose_name_plural": "filings", "ordering": ["id"]},
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(fields=["incident", "filed_at"], name="filing_once"),
        ),
    ]
