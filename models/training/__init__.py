"""Training: courses, who came, what people made of it, and how they did in the exams."""
