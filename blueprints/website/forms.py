"""The forms of the website room: sections, what was published, the site itself, the province's rank."""

from collections.abc import Iterable
from typing import Any

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
    TextField,
    TickField,
    UploadField,
)
from blueprints.uploads import DOCUMENT, PHOTO
from blueprints.website.labels import MEDIUM
from models.website.actions import SectionWish


class _SectionFields:
    """The fields of a section."""

    name = LineField("Tên chuyên mục", max=120, required=True)
    url = LinkField("Địa chỉ chuyên mục")
    unit_id = PickField("Đơn vị phụ trách", blank="— chưa giao —")
    person_id = PickField("Người viết", blank="— chưa giao —")
    interval_days = NumberField("Nhịp: ít nhất một bài trong số ngày", low=1, high=3660, required=True)


def offer(form: Any, units: Iterable[Any], people: Iterable[Any]) -> None:
    """Fill the lists with the units and people of the office."""
    form.unit_id.offer((one.id, one.name) for one in units)
    form.person_id.offer((one.id, f"{one.full_name} ({one.unit_name or one.title})") for one in people)


def wish_of(form: Any) -> SectionWish:
    """What a form says of a section."""
    return SectionWish(
        form.name.data, form.url.data or "", form.unit_id.data, form.person_id.data, form.interval_days.data
    )


class SectionForm(_SectionFields, CreateForm):
    """A section beside the required ones."""

    medium = ChoiceField("Kênh", choices=MEDIUM)


class SectionEditForm(_SectionFields, EditForm):
    """Who writes a section, and how often."""

    is_active = TickField("Chuyên mục còn dùng")


class PublishedForm(CreateForm):
    """Something was published."""

    published_on = DayField("Ngày đăng bài mới nhất", required=True)


class SiteForm(EditForm):
    """The site of the commune and what may be fetched of it."""

    url = LinkField("Địa chỉ trang chủ", required=True)
    hosts = LineField("Tên miền khác của trang", max=500)
    address = LineField("Địa chỉ trụ sở", max=300)
    phone = LineField("Điện thoại", max=40)
    email = LineField("Thư điện tử", max=120)


class RankForm(CreateForm):
    """The rank that a document of the province tells."""

    period = LineField("Kỳ xếp hạng", max=60, required=True)
    place = NumberField("Thứ hạng", low=1, high=1000, required=True)
    of_total = NumberField("Trong tổng số xã, phường", low=1, high=1000, required=True)
    document_no = LineField("Số, ký hiệu văn bản", max=80, required=True)
    issued_on = DayField("Ngày văn bản", required=True)
    evidence_file = UploadField("Tệp văn bản", kinds=(*DOCUMENT, *PHOTO))


class ReasonGivenForm(OfficeForm):
    """Why a proposal is declined, or what is still wrong."""

    reason = TextField("Lý do", max=500, required=True)
