"""Meetings as lines of iCalendar (RFC 5545), with the office's time zone in them."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event, Timezone, TimezoneStandard

from models import clock
from models.meetings.feed import FeedEvent

SECRET = "Cuộc họp có nội dung bí mật nhà nước (bản giấy)"
CLOSED = "Cuộc họp kín"
SINCE = datetime(1975, 6, 13)  # noqa: DTZ001 (as RFC 5545 wants it: local; one offset has held since then)


def calendar_text(events: Iterable[FeedEvent], page: Callable[[int], str]) -> bytes:
    """A whole calendar; the same events give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//So hop//Lich hop//VI")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Lịch họp")
    calendar.add("x-wr-timezone", str(clock.OFFICE_ZONE))
    calendar.add_component(_zone())
    for event in events:
        calendar.add_component(_event(event, page))
    text: bytes = calendar.to_ical()
    return text


def _zone() -> Timezone:
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", str(clock.OFFICE_ZONE))
    standard.add("dtstart", SINCE)
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _event(told: FeedEvent, page: Callable[[int], str]) -> Event:
    event = Event()
    event.add("uid", told.uid)
    event.add("sequence", told.sequence)
    event.add("dtstamp", told.changed_at)
    event.add("last-modified", told.changed_at)
    event.add("status", "CANCELLED" if told.is_off else "CONFIRMED")
    event.add("summary", SECRET if told.is_secret else CLOSED if told.is_closed else told.title)
    if told.is_secret:
        event.add("dtstart", told.day)
        event.add("dtend", told.day + timedelta(days=1))
    else:
        event.add("dtstart", clock.local(told.starts_at))
        event.add("dtend", clock.local(told.ends_at))
        if told.place:
            event.add("location", told.place)
        if told.body:
            event.add("description", told.body)
        event.add("url", page(told.meeting_id))
    if told.is_secret or told.is_closed:
        event.add("class", "PRIVATE")
    return event
