"""Words of the journal for rooms and counters."""

from blueprints.things import Thing

THINGS = {
    "room": Thing("Phòng họp", {"place": "vị trí", "seats": "số chỗ"}),
    "counter": Thing("Quầy", {"place": "nơi đặt"}),
}
