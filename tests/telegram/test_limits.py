"""How much one person may ask, and how often something is said to them."""

from bot.telegram.limits import Once, TokenBuckets


class Clock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_gives_its_burst_and_then_says_how_long_to_wait():
    """Three in one go, then one every two seconds."""
    buckets = TokenBuckets(30, 3, Clock())
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 2.0]


def test_a_bucket_fills_with_time():
    """After the wait there is a token, and no more than one."""
    clock = Clock()
    buckets = TokenBuckets(30, 1, clock)
    assert buckets.take("a") == 0
    clock.now += 2
    assert buckets.take("a") == 0
    assert buckets.take("a") > 0


def test_a_bucket_never_holds_more_than_its_burst():
    """An hour of silence is not an hour of questions."""
    clock = Clock()
    buckets = TokenBuckets(60, 2, clock)
    buckets.take("a")
    clock.now += 3600
    assert [buckets.take("a") == 0 for _ in range(3)] == [True, True, False]


def test_everybody_has_a_bucket():
    """One who asks much does not use up the tokens of another."""
    buckets = TokenBuckets(1, 1, Clock())
    buckets.take("a")
    assert buckets.take("b") == 0


def test_a_key_passes_once_in_a_while():
    """And again when the time is over."""
    clock = Clock()
    once = Once(60, 10, clock)
    assert [once("a"), once("a"), once("b")] == [True, False, True]
    clock.now += 60
    assert once("a")


def test_all_keys_together_pass_only_so_often():
    """A thousand strangers do not make the bot write a thousand messages."""
    once = Once(60, 3, Clock())
    assert sum(once(key) for key in range(1000)) == 3
