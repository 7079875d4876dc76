"""What the program can do at a hundred thousand and at a million records, beside a floor of the same run: `make bench`."""
