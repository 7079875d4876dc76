from django.urls import include, path

urlpatterns = [path("", include("govops.kernel.web.health_urls"))]
