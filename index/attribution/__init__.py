"""Attribution: who says what in an article, by rules over dependency trees."""
