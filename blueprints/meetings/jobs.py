"""What meetings do every night: remind whoever has to come, to write down, to tell or to finish something."""

from models.jobs.worker import Work
from models.meetings import reminding

WORKS = {reminding.KIND: Work(reminding.run, nightly=True)}
