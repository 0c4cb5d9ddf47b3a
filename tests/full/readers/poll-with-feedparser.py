"""Polls a feed with feedparser and keeps its entries, or prints those kept.

Usage: poll-with-feedparser.py URL|--entries STATE
"""

import calendar
import json
import os
import sys

import feedparser


def entry_of(entry):
    return {
        "id": entry.id,
        "url": entry.link,
        "title": entry.title,
        "author": ", ".join(author.name for author in entry.authors),
        "published": calendar.timegm(entry.published_parsed),
        "html": entry.content[0].value,
    }


def poll(url, state):
    feed = feedparser.parse(url, etag=state.get("etag"), modified=state.get("modified"))
    if feed.bozo:
        raise feed.bozo_exception
    if feed.status == 304:
        return state
    ids = [entry.id for entry in feed.entries]
    kept = [entry for entry in state.get("entries", []) if entry["id"] not in ids]
    return {
        "etag": feed.get("etag"),
        "modified": feed.get("modified"),
        "entries": kept + [entry_of(entry) for entry in feed.entries],
    }


source, path = sys.argv[1:]
kept = json.load(open(path, encoding="utf-8")) if os.path.exists(path) else {}
if source == "--entries":
    json.dump(kept["entries"], sys.stdout)
else:
    polled = poll(source, kept)
    json.dump(polled, open(path, "w", encoding="utf-8"))
