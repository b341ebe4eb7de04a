"""The pages of the app `incidents`; the page of one incident lives downstream, in `verification`."""
