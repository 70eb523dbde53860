"""The forms of notices and invitations: their sentences, who signs, number and day once they are out."""

from blueprints import uploads
from blueprints.forms import DayField, EditForm, LineField, SelectWordField, TextField, UploadField
from blueprints.meetings.labels import CAPACITY
from models.meetings.paper_rules import Capacity


class NoticeForm(EditForm):
    """The sentences of a notice around its conclusions, and who signs it."""

    grounds = TextField("Căn cứ", max=3000, description="Mỗi căn cứ một dòng; không có thì để trống.")
    opening = TextField("Mở đầu", max=3000, required=True)
    heard = TextField("Sau khi nghe", max=3000, required=True)
    closing = TextField("Câu kết", max=2000, required=True, description="Dấu ./. được thêm vào cuối.")
    copies = TextField("Nơi nhận", max=3000, required=True, description="Mỗi nơi nhận một dòng; dòng cuối là Lưu.")
    capacity = SelectWordField("Quyền hạn ký", choices=CAPACITY, default=Capacity.BY_ORDER)
    signer_post = LineField("Chức vụ người ký", max=160, required=True)
    signer_name = LineField("Họ tên người ký", max=160)


class IssueForm(EditForm):
    """What the document system gave a notice."""

    symbol = LineField("Số, ký hiệu", max=60, description="Như trong hệ thống văn bản, ví dụ 05/TB-UBND")
    issued_on = DayField("Ngày ban hành")
    capacity = SelectWordField("Quyền hạn ký", choices=CAPACITY, default=Capacity.BY_ORDER)
    signer_post = LineField("Chức vụ người ký", max=160, required=True)
    signer_name = LineField("Họ tên người ký", max=160)
    file = UploadField("Bản đã ký (PDF, ảnh)", kinds=uploads.DOCUMENT + uploads.PHOTO)
