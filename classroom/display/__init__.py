"""What a lesson shows: tables and bars, lines, sequences, and writers who take turns."""
