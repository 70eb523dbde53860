"""How the measures of meetings are called, and in one sentence how each is counted."""

DEFINES = {  # name and one sentence of each measure
    "meetings.accounts": (
        "Cán bộ có tài khoản e-Cabinet",
        "Số người đang làm việc có tài khoản e-Cabinet chia cho số người đang làm việc.",
    ),
    "meetings.trained": (
        "Cán bộ đã tập huấn e-Cabinet",
        "Số người đã tập huấn e-Cabinet chia cho số người đang làm việc.",
    ),
    "meetings.survey_passed": (
        "Cán bộ đạt khảo sát e-Cabinet",
        "Số người trên 80 điểm ở bài khảo sát chia cho số người đang làm việc.",
    ),
    "meetings.ecabinet_per_week": (
        "Cuộc họp trên e-Cabinet trong tuần",
        "Số cuộc họp trong tuần họp trên e-Cabinet và có minh chứng.",
    ),
    "meetings.conclusions_on_time": (
        "Việc từ kết luận họp đúng hạn (quý này)",
        "Số việc được xác nhận hoàn thành trong hạn gốc chia cho số việc có hạn gốc trong quý đã đến.",
    ),
    "meetings.paperless_share": (
        "Họp không in giấy trong tuần",
        "Số cuộc họp có minh chứng e-Cabinet và đã ghi in 0 trang chia cho số cuộc họp của tuần được tính chỉ tiêu.",
    ),
    "meetings.ecabinet_share": (
        "Tỷ lệ họp trên e-Cabinet trong tuần",
        "Số cuộc họp trên e-Cabinet có minh chứng chia cho số cuộc họp trong tuần thuộc diện tính.",
    ),
}
