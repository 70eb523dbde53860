"""The Vietnamese words of readiness."""

from blueprints.labels import words
from models.readiness.rules import Equipped, Lamp, LampReason, RoomLine

LINE = words(
    RoomLine,
    {
        RoomLine.CONNECTION: "Đường truyền",
        RoomLine.SOUND: "Âm thanh",
        RoomLine.LIGHTING: "Ánh sáng",
        RoomLine.CAMERA: "Hình ảnh, camera",
        RoomLine.SCREEN: "Thiết bị trình chiếu",
        RoomLine.CASTING: "Trình chiếu không dây",
        RoomLine.WIFI_SIGN: "Bảng Wi-Fi có mã QR",
        RoomLine.SOLEMNITY: "Bài trí trang trọng",
        RoomLine.BACKUP: "Phương án dự phòng",
    },
)
HINT = {
    RoomLine.CONNECTION: "gọi thử được",
    RoomLine.SOUND: "nghe rõ hai chiều",
    RoomLine.WIFI_SIGN: "quét vào được mạng",
    RoomLine.SOLEMNITY: "cờ, phông, biển tên",
    RoomLine.BACKUP: "4G, loa kéo, pin",
}
EQUIPPED = words(Equipped, {Equipped.MEETS: "Đạt", Equipped.LACKING: "Còn thiếu", Equipped.MISSING: "Chưa có"})
EQUIPPED_KIND = {Equipped.MEETS: "ok", Equipped.LACKING: "warn", Equipped.MISSING: "bad"}
words(Lamp, {Lamp.GREEN: "Xanh", Lamp.YELLOW: "Vàng", Lamp.RED: "Đỏ"})
LAMP_KIND = {Lamp.GREEN: "ok", Lamp.YELLOW: "warn", Lamp.RED: "bad"}
words(
    LampReason,
    {
        LampReason.FAULT: "có lỗi chưa sửa",
        LampReason.UNCHECKED: "chưa kiểm tra",
        LampReason.LATE: "kiểm tra muộn, chưa đủ 60 phút trước giờ họp",
        LampReason.READY: "đã kiểm tra, sẵn sàng",
    },
)
MEASURES = {"readiness.rooms": "cuộc họp có phòng sẵn sàng, 30 ngày qua"}
DEFINES = {  # name and one sentence of each measure
    "readiness.rooms": (
        "Cuộc họp có phòng sẵn sàng",
        "Số cuộc họp có phòng được kiểm tra trước một giờ, không còn lỗi, chia cho số cuộc họp ở phòng trong 30 ngày.",
    ),
}

REFUSALS = {
    "room_unused": "Phòng không dùng nữa nên không ghi kiểm tra được.",
    "fault_text_missing": "Xin ghi lỗi gì, một câu là đủ.",
    "remedy_missing": "Xin ghi cần bổ sung gì.",
    "nothing_said": "Xin chọn “Cả 9 mục đạt” (hoặc “Các mục còn lại đều đạt”) trước khi lưu.",
}
