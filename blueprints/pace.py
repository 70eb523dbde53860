"""How many requests of a kind one caller may send in a while; counted in memory, so that nothing of him is kept."""

import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta

from models import clock

MOST_CALLERS = 10_000  # of whom it is remembered when they came; the one who was silent longest goes first


class Pace:
    """At most ``most`` in ``window``, for each caller; each process of a server counts for itself."""

    def __init__(self, most: int, window: timedelta) -> None:
        self.most, self.window = most, window
        self._came: OrderedDict[tuple[object, ...], deque[datetime]] = OrderedDict()
        self._counting = threading.Lock()

    def wait(self, *caller: object) -> int:
        """Count one more; the seconds until the next one is taken, 0 where this one is."""
        now = clock.now()
        with self._counting:
            came = self._came.setdefault(caller, deque(maxlen=self.most))
            self._came.move_to_end(caller)
            if len(self._came) > MOST_CALLERS:
                self._came.popitem(last=False)
            if len(came) == self.most and timedelta(0) <= now - came[0] < self.window:
                return int((self.window - (now - came[0])).total_seconds()) + 1
            came.append(now)
            return 0

    def forget(self) -> None:
        """Nobody has come yet."""
        with self._counting:
            self._came.clear()
