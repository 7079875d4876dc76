"""Addresses of the ways in; they stand before those of the API."""

from django.urls import path

from govops.kernel.gateways import signed

urlpatterns = [path("inbound/<slug:source>", signed.inbound, name="inbound")]
