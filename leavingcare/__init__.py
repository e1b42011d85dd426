"""The site: settings, people, signing in, email, logs and error pages."""
