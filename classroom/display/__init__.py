"""What a lesson shows: tables, bars, lines, sequences, races, and pictures to step through."""
