"""How items and relations come in by the thousand: workbooks with a sheet for each type, and what was found on the network."""
