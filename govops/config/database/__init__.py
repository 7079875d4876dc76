"""Django's PostgreSQL backend, made lighter for connections that live long."""
