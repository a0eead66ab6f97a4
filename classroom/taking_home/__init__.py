"""What a learner takes home: a project of their own that needs nothing from this one."""

from classroom.taking_home.taking import shown, take_home

__all__ = ["shown", "take_home"]
