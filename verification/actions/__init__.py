"""What the commission does with incidents and cases: every write of this app; each noun in its own module."""
