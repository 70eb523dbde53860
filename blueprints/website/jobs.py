"""What the website room does in the background."""

from functools import partial

from blueprints import uploads
from models.jobs.worker import Work
from models.website import checking

WORKS = {checking.KIND: Work(partial(checking.run, store_of=uploads.store))}
