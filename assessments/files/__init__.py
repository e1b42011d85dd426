"""Files made and files read, by kind; `catalogue` lists those of a submission."""
