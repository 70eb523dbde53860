"""Every frame: one heading, unique ids, tied labels, nothing that the content policy forbids."""

import pytest

from tests.look.gallery import PAGES


@pytest.mark.parametrize("address", PAGES)
def test_every_frame_has_one_heading_a_title_unique_ids_and_the_language(soup, address):
    page = soup(address)
    assert len(page.find_all("h1")) == 1
    assert page.h1.get_text(strip=True)
    assert page.title.get_text(strip=True)
    assert page.html["lang"] == "vi"
    ids = [found["id"] for found in page.find_all(id=True)]
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("address", PAGES)
def test_every_field_has_a_label_and_every_description_exists(soup, address):
    page = soup(address)
    labelled = {label["for"] for label in page.find_all("label", attrs={"for": True})}
    ids = {found["id"] for found in page.find_all(id=True)}
    for field in page.find_all(["input", "select", "textarea"]):
        if field.get("type") != "hidden":
            assert field.get("id") in labelled, field
    for found in page.find_all(attrs={"aria-describedby": True}):
        assert set(found["aria-describedby"].split()) <= ids, found
    assert labelled <= ids


@pytest.mark.parametrize("address", PAGES)
def test_nothing_that_the_content_policy_forbids(soup, address):
    page = soup(address)
    for found in page.find_all(True):
        assert found.name != "style"
        assert not (found.name == "script" and not found.get("src"))
        assert not [name for name in found.attrs if name == "style" or name.startswith(("on", "hx-on"))], found
        for name in ("src", "href"):
            assert not str(found.get(name, "")).startswith(("http:", "https:", "//")), found
