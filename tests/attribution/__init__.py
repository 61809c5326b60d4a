"""The rules of attribution, room by room."""
