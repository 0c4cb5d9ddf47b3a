"""Walks a feed's history back with feedparser, as RFC 5005 has it, and prints the links of each page's entries.

Usage: walk-with-feedparser.py URL
"""

import json
import sys

import feedparser


def previous(feed):
    links = [link.href for link in feed.feed.links if link.rel == "prev-archive"]
    return links[0] if links else None


pages = []
address = sys.argv[1]
while address:
    feed = feedparser.parse(address)
    if feed.bozo:
        raise feed.bozo_exception
    pages.append({"address": address, "links": [entry.link for entry in feed.entries]})
    address = previous(feed)
json.dump(pages, sys.stdout)
