"""What changes versions, releases and deployments."""
