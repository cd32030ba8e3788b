"""Addresses of news, open data and what machines read."""

from __future__ import annotations

from django.urls import URLPattern, path

from motcua.portal.views import news, open_data

urlpatterns: list[URLPattern] = [
    path("tin-tuc/", news.articles, name="news"),
    path("tin-tuc/rss.xml", news.feed, name="news_feed"),
    path("tin-tuc/<int:pk>/", news.article, name="article"),
    path("tin-tuc/<int:pk>/anh", news.picture, name="article_picture"),
    path("du-lieu-mo/", open_data.about, name="open_data"),
    path("du-lieu-mo/thu-tuc.csv", open_data.procedures_csv, name="procedures_csv"),
    path("du-lieu-mo/thu-tuc.json", open_data.procedures_json, name="procedures_json"),
    path("sitemap.xml", open_data.sitemap, name="sitemap"),
    path("robots.txt", open_data.robots, name="robots"),
]
