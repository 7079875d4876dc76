"""The product's addresses and one more, which programs reach as they reach the API."""

from django.urls import path

from bench.floor.views import insert
from govops.config.urls import handler400, handler403, handler404, handler500
from govops.config.urls import urlpatterns as product

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [path("api/floor", insert), *product]
