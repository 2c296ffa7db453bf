"""The quiz: concept questions, marked and explained one by one."""
