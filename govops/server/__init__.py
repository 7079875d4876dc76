"""The program around the product: embedded PostgreSQL, web and jobs, together or each alone.

`python -m govops.server run` starts all three for a small bureau; `web`, `jobs`, `mail` and `database` start one
role each, so that a large bureau can spread them over machines that share one PostgreSQL.
"""
