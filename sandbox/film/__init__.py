"""Clips, music, titles and FFmpeg: what turns a timeline into an MP4."""
