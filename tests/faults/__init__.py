"""What must hold when things go wrong: kills, full disks, locks, floods, and curious eyes."""
