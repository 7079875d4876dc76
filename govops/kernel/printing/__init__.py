"""Paper: A4 forms and lists as PDF, made by Typst from plain data, with codes to verify a print by."""
