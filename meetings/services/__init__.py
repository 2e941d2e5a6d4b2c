"""What can be done around a meeting: verbs with keyword arguments. They ask nobody for rights; callers do."""
