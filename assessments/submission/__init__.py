"""What is submitted: its content, warnings and approval, and what supplements it."""
