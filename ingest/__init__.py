"""From upstream bytes to snapshots: sources, records, mapping, snapshot files. Never imports ``kg``."""
