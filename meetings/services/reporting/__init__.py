"""Reports that write themselves: what they say (one file each), and the three ways in which it is shown."""
