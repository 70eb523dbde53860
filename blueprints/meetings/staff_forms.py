"""What is written down of a person and e-Cabinet, and the words for it."""

from blueprints.forms import DayField, EditForm, NumberField, TickField
from blueprints.labels import words
from models.meetings.staff_rules import TOP, PasteDoubt, SkillTerm

SKILL = words(
    SkillTerm,
    {
        SkillTerm.ACCOUNT: "Có tài khoản e-Cabinet",
        SkillTerm.TRAINED: "Đã tập huấn",
        SkillTerm.USED: "Dùng trong 30 ngày",
        SkillTerm.SURVEY: "Khảo sát trên 80 điểm",
    },
)
DOUBTFUL = words(
    PasteDoubt,
    {
        PasteDoubt.NOBODY: "Không có ai tên này đang công tác",
        PasteDoubt.SEVERAL: "Có nhiều người trùng tên, xin ghi từng người",
        PasteDoubt.NEARLY: "Tên chỉ gần giống, xin ghi đúng họ tên có dấu",
        PasteDoubt.TWICE: "Người này đã có ở dòng trên",
        PasteDoubt.UNREADABLE: "Có ô chưa đọc được (có/không, ngày đã qua, điểm 0–100)",
    },
)


class SkillForm(EditForm):
    """One person's account, training, use and survey."""

    has_account = TickField("Có tài khoản e-Cabinet")
    since = DayField("Có tài khoản từ ngày")
    trained_on = DayField("Tập huấn ngày")
    used_on = DayField(
        "Dùng gần nhất", description="Để trống cũng được: dự họp trên e-Cabinet và xác nhận đọc tài liệu tự tính."
    )
    score = NumberField("Điểm khảo sát", low=0, high=TOP, description="Đạt khi trên 80 điểm; đúng 80 là chưa đạt.")
    scored_on = DayField("Khảo sát ngày")

    def leave_to_training(self, has_sessions: bool, has_scores: bool) -> None:
        """Ask for nothing that the records of training say."""
        for name in (["trained_on"] if has_sessions else []) + (["score", "scored_on"] if has_scores else []):
            del self[name]
