"""Attribution: who says what in an article, by rules over dependency trees."""

from index.attribution.analyzer import SpacyAnalyzer
from index.attribution.workers import ParallelAnalyzer

__all__ = ["ParallelAnalyzer", "SpacyAnalyzer"]
