"""The only place that knows all addresses."""

from importlib import import_module

from django.conf import settings
from django.urls import include, path

#: those of the API in one list, asked in this order: the addresses of single registers before those of all
_API = (
    "govops.kernel.gateways.urls",
    "govops.modules.change.api",
    "govops.modules.configuration.api",
    "govops.kernel.api.conversation_urls",
    "govops.kernel.api.urls",
)

urlpatterns = [
    path("api/v1/", include([address for name in _API for address in import_module(name).urlpatterns])),
    path("", include("govops.kernel.web.health_urls")),
    path("", include("govops.kernel.web.account_urls")),
    path("", include("govops.kernel.web.urls")),
]
if settings.DEMONSTRATION:
    urlpatterns.append(path("", include("govops.kernel.web.style_guide")))

handler400 = "govops.kernel.web.views.errors.bad_request"
handler403 = "govops.kernel.web.views.errors.forbidden"
handler404 = "govops.kernel.web.views.errors.not_found"
handler500 = "govops.kernel.web.views.errors.fault"
