"""The site: people, sign-in, email, logs and error pages."""
