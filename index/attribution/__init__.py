"""Attribution: who says what in an article, by rules over dependency trees."""

from index.attribution.analyzer import SpacyAnalyzer

__all__ = ["SpacyAnalyzer"]
