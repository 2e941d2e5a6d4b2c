"""Calendars as other programs write them, and as we write them (RFC 5545). Pure: no Django."""
