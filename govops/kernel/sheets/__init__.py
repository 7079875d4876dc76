"""Excel workbooks in and out: templates, exports, uploads checked cell by cell, and result workbooks."""
