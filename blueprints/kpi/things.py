"""Words of the journal for the sheets of officers; what stands on them is told to nobody else."""

from blueprints.things import Thing

THINGS = {
    "kpi_sheet": Thing(
        "Phiếu đánh giá công chức",
        {"person_id": "người", "year": "năm", "quarter": "quý", "own_note": "ý kiến của người được đánh giá",
         "noted_at": "ghi ý kiến lúc", "head_note": "nhận xét của thủ trưởng", "grade": "mức xếp loại",
         "facts": "số liệu đã chốt", "confirmed_by": "người xác nhận", "confirmed_at": "xác nhận lúc"},
    ),
}  # fmt: skip
