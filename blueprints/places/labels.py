"""The Vietnamese words of places."""

TAKEN = "Phòng bận"  # to eyes that may know of the hours alone

REFUSALS = {
    "room_taken": "Đã có phòng tên này.",
    "end_before_start": "Giờ kết thúc phải sau giờ bắt đầu.",
    "booking_too_long": "Mỗi lần đặt tối đa 24 giờ. Dùng nhiều ngày thì đặt từng ngày.",
    "booking_over": "Giờ này đã qua.",
    "booking_too_far": "Chỉ đặt trước được trong vòng một năm.",
    "booking_of_meeting": "Giờ này là của một cuộc họp. Xin dời hoặc hủy cuộc họp đó.",
    "counter_name_taken": "Đã có quầy mang tên này.",
}
