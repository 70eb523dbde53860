"""Words of the journal for the website room."""

from blueprints.things import Thing

THINGS = {
    "website": Thing(
        "Trang thông tin điện tử",
        {
            "url": "địa chỉ",
            "hosts": "tên miền được kiểm tra",
            "address": "địa chỉ trụ sở",
            "phone": "điện thoại",
            "email": "thư điện tử",
        },
    ),
    "website_section": Thing(
        "Chuyên mục",
        {
            "code": "mã",
            "medium": "kênh",
            "position": "thứ tự",
            "url": "địa chỉ",
            "interval_days": "nhịp (ngày)",
            "last_item_on": "ngày bài mới nhất",
            "is_read_by_machine": "do máy đọc",
        },
    ),
    "province_rank": Thing(
        "Xếp hạng của tỉnh",
        {
            "period": "kỳ",
            "place": "thứ hạng",
            "of_total": "tổng số",
            "document_no": "số văn bản",
            "issued_on": "ngày văn bản",
            "file_id": "tệp",
            "entered_by": "người nhập",
        },
    ),
    "check_run": Thing(
        "Lần kiểm tra trang",
        {
            "website_id": "trang",
            "no": "lần",
            "job_id": "việc chạy nền",
            "asked_by": "người bấm",
            "starts": "số lần chạy",
            "finished_at": "kết thúc",
        },
    ),
    "website_fault": Thing(
        "Đề xuất của máy kiểm tra",
        {
            "website_id": "trang",
            "check_key": "phép thử",
            "target": "địa chỉ",
            "reason": "lỗi",
            "details": "chi tiết",
            "criterion_code": "tiêu chí",
            "failures": "số lần thấy liền",
            "recurrences": "số lần tái diễn",
            "first_seen_at": "thấy lần đầu",
            "last_seen_at": "thấy lần cuối",
            "mended_at": "không thấy nữa từ",
            "decided_by": "người quyết định",
            "decided_at": "quyết định lúc",
            "reason_given": "lý do",
        },
    ),
}
