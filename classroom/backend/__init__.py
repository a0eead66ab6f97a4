"""A lesson's table and how to reach it: settings, backends, injected faults, and a doctor."""
