"""A learner's own domain, from lesson to lesson: two that we offer, and the tests of any.

`library_loans.py` and `parcels_journey.py` are written as a learner would. The other modules have
the tests: one for each lesson's, and what they share. They go home with a learner's domain.
"""
