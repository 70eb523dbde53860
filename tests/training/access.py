"""Who may enter training, and what its addresses need."""

from tests.access.rows import Rows

ROWS = Rows(
    access={
        "index": "read_training",
        "course": "read_training",
        "course_xlsx": "read_training",
        "new_course": "record_training",
        "edit_course": "record_training",
        "exempt": "record_training",
        "include": "record_training",
        "new_session": "record_training",
        "session": "record_training",
        "mark_present": "record_training",
        "own": "add_product",
        "person": "add_product",
        "new_product": "add_product",
        "drop_product": "add_product",
        "new_exam": "record_training",
        "edit_exam": "record_training",
        "exam": "see_training_people",
        "exam_xlsx": "see_training_people",
        "settle": "record_training",
        "void": "record_training",
        "enter_scores": "record_training",
        "preview_scores": "record_training",
        "keep_scores": "record_training",
    },
    tables={
        "course_id": "course",
        "session_id": "course_session",
        "person_id": "person",
        "product_id": "course_product",
        "exam_id": "exam",
        "score_id": "exam_score",
    },
    perhaps_not_there=("person", "drop_product", "include"),  # each sees his own; who must attend is not exempt
    tour={
        "thuky": ["/tap-huan", "/tap-huan/1", "/tap-huan/1?loc=tat-ca", "/tap-huan/1/sua", "/tap-huan/1/buoi/moi",
                  "/tap-huan/buoi/1", "/tap-huan/1/mien", "/tap-huan/ky-thi/2", "/tap-huan/ky-thi/2/nhap",
                  "/tap-huan/ky-thi/2/sua", "/tap-huan/1/san-pham/moi", "/tap-huan/cua-toi"],
        "quay": ["/tap-huan/1", "/tap-huan/cua-toi"],
        "tinh": ["/tap-huan"],
    },
)  # fmt: skip
