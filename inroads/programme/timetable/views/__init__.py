"""Pages about sessions: the timetable, places, attendance, closures, and what is printed."""
