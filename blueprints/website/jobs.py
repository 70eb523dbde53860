"""What the website room does in the background."""

from models.jobs.worker import Work
from models.website import checking

WORKS = {checking.KIND: Work(checking.run)}
