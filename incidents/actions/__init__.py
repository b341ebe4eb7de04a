"""What members do with incidents while these are drafts, and the filing; later acts live in the app verification."""
