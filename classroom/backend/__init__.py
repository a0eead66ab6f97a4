"""Where a lesson finds its table: settings, backends, faults on the way, and a doctor for them."""
