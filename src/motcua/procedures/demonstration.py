def demonstration_periods(): return {}
