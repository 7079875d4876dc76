"""The floor: what a bare view costs that inserts one row. The same server program, workers and database as the product.

`python -m bench.floor` serves it; nothing stands around the view: no middleware, no session, no checks.
"""

TABLE = "bench_floor"
CREATE = f"CREATE TABLE IF NOT EXISTS {TABLE} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title varchar(200), purpose text)"
