"""The only place that knows all addresses."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("govops.kernel.web.health_urls")),
    path("api/v1/", include("govops.kernel.gateways.urls")),
    path("api/v1/", include("govops.modules.change.api")),
    path("api/v1/", include("govops.modules.configuration.api")),
    path("api/v1/", include("govops.kernel.api.conversation_urls")),
    path("api/v1/", include("govops.kernel.api.urls")),
    path("", include("govops.kernel.web.account_urls")),
    path("", include("govops.kernel.web.urls")),
]
if settings.DEMONSTRATION:
    urlpatterns.append(path("", include("govops.kernel.web.style_guide")))

handler400 = "govops.kernel.web.views.errors.bad_request"
handler403 = "govops.kernel.web.views.errors.forbidden"
handler404 = "govops.kernel.web.views.errors.not_found"
handler500 = "govops.kernel.web.views.errors.fault"
