"""Opening what strangers hand in, in a process of its own that knows no database and holds no secret.

``models.files.apart`` starts it for one file. A file that fills its memory, takes its time or ends it harms nobody.
"""
