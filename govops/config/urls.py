"""The only place that knows all addresses."""

from django.urls import include, path

urlpatterns = [
    path("", include("govops.kernel.web.health_urls")),
    path("api/v1/", include("govops.kernel.api.urls")),
    path("", include("govops.kernel.web.account_urls")),
    path("", include("govops.kernel.web.urls")),
]
