"""The forms of training: courses, sessions, products, exams and their scores."""

from blueprints.forms import (
    ChoiceField,
    CreateForm,
    DayField,
    EditForm,
    LineField,
    LinkField,
    NumberField,
    OfficeForm,
    PickField,
    SelectWordField,
    TextField,
    TickField,
    UploadField,
)
from blueprints.training.labels import PRODUCT, SCALES
from blueprints.uploads import DOCUMENT, PHOTO

SHEET = (".xlsx", ".csv")


class _CourseFields:
    """The fields of a course."""

    name = LineField("Tên khóa tập huấn", max=160, required=True)
    products_wanted = NumberField("Mỗi người cần làm ít nhất (sản phẩm)", high=50, required=True)
    platform = LineField("Học trên nền tảng", max=160)


class CourseForm(_CourseFields, CreateForm):
    """A course beside those of the script."""


class CourseEditForm(_CourseFields, EditForm):
    """A course that is there."""

    is_active = TickField("Khóa đang tổ chức")


class SessionForm(CreateForm):
    """One session."""

    held_on = DayField("Ngày tập huấn", required=True)
    title = LineField("Tên buổi", max=200)
    place = LineField("Nơi học", max=160)


class ExemptionForm(CreateForm):
    """Somebody who need not attend."""

    person_id = PickField("Người không phải dự", required=True)
    reason = LineField("Lý do", max=300, required=True)


class ProductForm(CreateForm):
    """Something that somebody made."""

    person_id = PickField("Người làm", required=True)
    title = LineField("Tên sản phẩm", max=200, required=True)
    kind = SelectWordField("Loại", choices=PRODUCT)
    made_on = DayField("Ngày làm", required=True)
    link = LinkField("Liên kết xem sản phẩm")
    file = UploadField("Hoặc tệp sản phẩm", kinds=(*DOCUMENT, *PHOTO))


class _ExamFields:
    """The fields of an exam."""

    name = LineField("Tên kỳ thi, khảo sát", max=160, required=True)
    pass_points = NumberField("Mức điểm (thang 100)", high=100, required=True)
    is_above = TickField("Phải trên mức này (bằng mức này là chưa đạt)")
    held_on = DayField("Ngày thi")


class ExamForm(_ExamFields, CreateForm):
    """An exam beside those of the script."""


class ExamEditForm(_ExamFields, EditForm):
    """An exam that is there."""


class ExamScoresForm(CreateForm):
    """Lines of scores, pasted or read from a file."""

    out_of = ChoiceField("Thang điểm", choices=SCALES, coerce=int, default=100)
    lines = TextField("Mỗi dòng: họ tên; điểm; ngày thi (không bắt buộc)", max=120_000, required=True)


class ExamScoresFileForm(OfficeForm):
    """A file with scores."""

    file = UploadField("Tệp điểm", kinds=SHEET)


class SettleForm(OfficeForm):
    """Whose a score is."""

    person_id = PickField("Người thi", required=True)


class VoidForm(OfficeForm):
    """Why a score does not count."""

    reason = LineField("Lý do không tính", max=300, required=True)
