"""Names as search compares them: folded, without the opening "thủ tục"."""

from __future__ import annotations

from motcua.foundation.text import fold


def search_name(text: str) -> str:
    """Words without accents, case and punctuation; "Thủ tục đăng ký khai sinh" gives "dang ky khai sinh"."""
    words = "".join(c if c.isalnum() or c == "." else " " for c in fold(text)).split()
    words = [word.strip(".") for word in words if word.strip(".")]
    return " ".join(words[2:] if words[:2] == ["thu", "tuc"] and len(words) > 2 else words)
