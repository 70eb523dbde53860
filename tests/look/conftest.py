"""The gallery as a client and as parsed pages."""

import pytest
from bs4 import BeautifulSoup

from tests.look.gallery import make_gallery


@pytest.fixture(scope="package")
def gallery():
    return make_gallery()


@pytest.fixture
def soup(gallery):
    return lambda address: BeautifulSoup(gallery.test_client().get(address).get_data(as_text=True), "lxml")
