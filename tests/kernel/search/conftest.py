"""Two small tables with a search column, made for these tests and rolled back with them."""

from __future__ import annotations

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from govops.kernel.search.fields import BigramVectorField

with isolate_apps("govops.kernel.search"):

    class Paper(models.Model):
        number = models.CharField(max_length=40)
        title = models.CharField(max_length=200)
        created_at = models.DateTimeField(auto_now_add=True)
        search_vector = BigramVectorField()

        class Meta:
            app_label = "search"

    class Visit(models.Model):
        number = models.CharField(max_length=40)
        title = models.CharField(max_length=200)
        created_at = models.DateTimeField(auto_now_add=True)
        search_vector = BigramVectorField()

        class Meta:
            app_label = "search"


@pytest.fixture
def tables(db: None) -> tuple[type[models.Model], type[models.Model]]:
    """The models ``Paper`` and ``Visit`` with their tables in place."""
    with connection.schema_editor() as editor:
        editor.create_model(Paper)
        editor.create_model(Visit)
    return Paper, Visit
