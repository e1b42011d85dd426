"""The framework's paper form as a Word document, written and read back."""
