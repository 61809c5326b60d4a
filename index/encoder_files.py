"""The files of an exported encoder, and what goes into its graph."""

from __future__ import annotations

ENCODER_FILE = "encoder.onnx"
# The weights lie beside the graph, so that they are mapped instead of read: half the start-up time
# and 80 MB less memory for the default model.
WEIGHTS_FILE = "encoder.onnx.data"
TOKENIZER_FILE = "tokenizer.json"
SERVED_FILES = (ENCODER_FILE, WEIGHTS_FILE, TOKENIZER_FILE)
"""What every export has."""

FAST_FILE = "encoder.xml"
FAST_WEIGHTS_FILE = "encoder.bin"
FAST_FILES = (FAST_FILE, FAST_WEIGHTS_FILE)
"""The same for OpenVINO, with weights of 16 bits; there where OpenVINO was when it was made."""

INPUTS = ("input_ids", "attention_mask")
"""Token ids and attention mask, each ``(batch, length)``."""
OUTPUT = "unit_vector"
"""Vectors of unit length, ``(batch, dimension)``."""
TOKENS_OUTPUT = "token_vectors"
"""The vector of each token, ``(batch, length, dimension)``; only of models that pool them."""
