"""How a request outlives its process: journal, dispatch, time. Knows no flow and no platform."""
