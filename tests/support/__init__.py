"""The helpers that tests share: people and places, requests, files made and files read."""
