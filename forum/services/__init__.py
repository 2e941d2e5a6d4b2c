"""What can be done: verbs with keyword arguments, each in its own transaction. They ask nobody for rights; callers do."""
