"""Set-up, checking and test tools; nothing of the running product imports them."""
