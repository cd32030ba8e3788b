"""A secret guessed too often is not looked at any more for an hour, from that address and for that code."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from tests.portal.conftest import OWNER, Handed

from motcua.foundation.clock import HOUR, MINUTE
from motcua.portal import services
from motcua.portal.models import LookupGuesses

NOW = 1_800_000_000_000_000
CODE = "H14.40.01-261101-0001"


def guess(client: Client, code: str, secret: str = "AAAAAAAAAA", address: str = "203.0.113.7") -> int:
    return client.post("/tra-cuu/", {"ma": code, "bi_mat": secret}, REMOTE_ADDR=address).status_code


class TestCounting:
    def test_ten_then_refused_with_the_hour(self, db: None) -> None:
        left = [services.count_guess("a", CODE, NOW) for _ in range(services.FOR_ONE_CODE)]
        assert left == list(range(9, -1, -1))
        with pytest.raises(services.TooManyGuesses) as refusal:
            services.count_guess("a", CODE, NOW + MINUTE)
        assert refusal.value.params["until"] == "16:00"

    def test_open_again_after_an_hour(self, db: None) -> None:
        for _ in range(services.FOR_ONE_CODE):
            services.count_guess("a", CODE, NOW)
        assert services.count_guess("a", CODE, NOW + HOUR) == services.FOR_ONE_CODE - 1

    def test_another_address_is_not_punished(self, db: None) -> None:
        for _ in range(services.FOR_ONE_CODE):
            services.count_guess("a", CODE, NOW)
        assert services.count_guess("b", CODE, NOW) == services.FOR_ONE_CODE - 1

    def test_many_codes_from_one_address(self, db: None) -> None:
        for number in range(services.FOR_ONE_ADDRESS):
            services.count_guess("a", f"{CODE}{number}", NOW)
        with pytest.raises(services.TooManyGuesses):
            services.count_guess("a", f"{CODE}x", NOW)

    def test_right_one_takes_its_count_back(self, db: None) -> None:
        for _ in range(3 * services.FOR_ONE_ADDRESS):
            services.count_guess("a", CODE, NOW)
            services.right_guess("a", CODE)

    def test_table_names_nobody_and_is_swept(self, db: None) -> None:
        services.count_guess("203.0.113.7", CODE, NOW)
        with connection.cursor() as cursor:
            cursor.execute("SELECT g::text FROM portal_lookupguesses g")
            assert not [row for (row,) in cursor.fetchall() if "203.0.113.7" in row or CODE in row]
        services.count_guess("b", CODE, NOW + 2 * HOUR)
        assert LookupGuesses.objects.count() == 2


class TestPage:
    def test_says_how_many_are_left(self, client: Client, handed: Handed) -> None:
        answer = client.post("/tra-cuu/", {"ma": handed.code, "bi_mat": "AAAAAAAAAA"})
        assert answer.status_code == 422
        assert "Còn 9 lần thử" in answer.content.decode()

    def test_right_secret_is_refused_too_once_the_limit_is_reached(
        self, client: Client, handed: Handed
    ) -> None:
        codes = [guess(client, handed.code) for _ in range(services.FOR_ONE_CODE)]
        assert codes == [422] * services.FOR_ONE_CODE
        answer = client.post(
            "/tra-cuu/", {"ma": handed.code, "bi_mat": handed.secret}, REMOTE_ADDR="203.0.113.7"
        )
        assert answer.status_code == 429
        assert "thử lại được sau" in answer.content.decode()
        assert OWNER["owner_name"] not in client.get(f"/tra-cuu/{handed.code}").content.decode()
        assert guess(client, handed.code, handed.secret, "198.51.100.9") == 302

    def test_unknown_code_answers_as_a_wrong_secret(self, client: Client, handed: Handed) -> None:
        wrong = client.post("/tra-cuu/", {"ma": handed.code, "bi_mat": "AAAAAAAAAA"})
        unknown = client.post("/tra-cuu/", {"ma": "H14.40.01-261101-9999", "bi_mat": "AAAAAAAAAA"})
        assert unknown.status_code == wrong.status_code
        title = "Mã hồ sơ và mã tra cứu không khớp nhau"
        assert title in unknown.content.decode()
        assert title in wrong.content.decode()
