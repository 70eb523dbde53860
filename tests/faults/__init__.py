"""What one PC does to a server: it is killed, started on damaged files, and has to go on by itself."""
