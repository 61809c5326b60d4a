"""The Telegram bot. Only this package imports the telegram library."""
