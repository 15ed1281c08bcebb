"""Links inside a published text lead to the same place from its own address and from that of a version."""

import re
from urllib.parse import urljoin

import pytest
from django.test import Client

from japacar.accounts.texts import publish_texts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/en/terms/", "/en/terms/2026-04-12/", "/ja/terms/2026-04-12/"])
def test_the_terms_lead_to_the_policy(client: Client, address: str) -> None:
    publish_texts()

    page = client.get(address).content.decode()

    links = [urljoin(address, link) for link in re.findall(r'href="(\.\./[^"]*)"', page)]
    assert links
    assert [client.get(link).status_code for link in links] == [200] * len(links)
