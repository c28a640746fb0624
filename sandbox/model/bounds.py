"""How much one film may hold, and what may be spent on making it."""

MOST_SHOTS = 200
MOST_WORDS = 100  # texts; each is a picture of its own that lies over the film
MOST_CAPTIONS = 2000  # of subtitles files; one picture after the other
MOST_OVERLAYS = 8
MOST_EFFECTS = 20  # of one shot, and of the whole film
MOST_NAMES = 2000  # uploads that a draft takes notice of
LONGEST_TEXT = 2000  # characters
MOST_READ = 8_000  # letters of one message
LONGEST_MS = 30 * 60 * 1000
LEAST_MS = 100

MOST_INPUTS = 12  # files that one FFmpeg opens for the shots of a film
MOST_OPEN_PIXELS = 25_000_000  # of all of them together: twelve clips of 1080p, or three of 4K
MOST_PIXELS = 120_000_000  # of one picture; the largest phones take 108 million
MOST_FILM_PIXELS = 36_000_000  # of a video's picture: 8K
MOST_BYTES = 2 << 30  # of memory for one FFmpeg
RENDER_SECONDS = 300  # to make a film in, and for each second of it …
RENDER_SECONDS_A_SECOND = 10
READING_SECONDS = 300  # to look at an uploaded file, or to listen to it
