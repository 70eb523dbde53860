"""Words of the journal for the place itself."""

from blueprints.office.forms import PlaceForm
from blueprints.things import Thing

THINGS = {
    "backup_place": Thing("Nơi sao lưu", {"path": "thư mục"}, form=PlaceForm),
    "retention": Thing(
        "Dữ liệu quá hạn", {"codes": "mã hết hạn", "devices": "trình duyệt cũ", "requests": "yêu cầu quá hạn"}
    ),
    "recovery_code": Thing("Mã khôi phục", {}),
    "certificate": Thing("Chứng thư của văn phòng", {"until": "đến hết ngày"}),
}
VERBS = {"let_go": "đã xóa", "renewed": "tự cấp lại", "issued": "đã cấp", "code_taken": "đã in và gõ lại"}
