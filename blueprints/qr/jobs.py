"""What the QR room does in the background."""

from functools import partial

from blueprints.qr.wording import notice_of
from models.jobs.worker import Work
from models.qr import jobs

TITLE = "Các tờ mã QR"
WORKS = {jobs.KIND: Work(partial(jobs.render, notice_of=notice_of, title=TITLE))}
