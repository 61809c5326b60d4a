"""The library's generic types as this bot uses them, named once."""

from __future__ import annotations

from typing import Any

from telegram.ext import Application, CallbackContext, ExtBot

Context = CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]
"""What a handler is given beside the update."""

App = Application[Any, Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]
"""The running application; it has no job queue."""
