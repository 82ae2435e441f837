"""Which records mean one paper: evidence, joins, new names, and candidates that a person may decide on."""
