"""From an utterance to sound: the stages, their caches, chunks, threads, devices and precision."""
