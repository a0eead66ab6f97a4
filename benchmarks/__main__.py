"""Run everything: `python -m benchmarks`, with --quick for a look."""

from benchmarks.run import main

main()
