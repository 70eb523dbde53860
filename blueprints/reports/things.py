"""Words of the journal for the reports of weeks."""

from blueprints.reports.forms import NumberForm, WeekSectionForm
from blueprints.things import Thing

THINGS = {
    "week_report": Thing(
        "Báo cáo tuần",
        {"year": "năm", "week": "tuần", "sent_by": "người gửi", "sent_at": "gửi lúc"},
        form=NumberForm,
        silent=frozenset({"facts", "paper"}),
    ),
    "further_report": Thing(
        "Báo cáo đính chính, báo cáo AI",
        {
            "corrects_id": "đính chính cho báo cáo",
            "year": "năm",
            "month": "tháng",
            "reason": "lý do đính chính",
            "sent_by": "người gửi",
            "sent_at": "gửi lúc",
        },
        form=NumberForm,
        silent=frozenset({"facts", "paper"}),
    ),
    "week_section": Thing(
        "Phần của báo cáo tuần",
        {"report_id": "báo cáo", "key": "phần", "edited_by": "người sửa", "edited_at": "sửa lúc"},
        form=WeekSectionForm,
        silent=frozenset({"basis"}),
    ),
}
