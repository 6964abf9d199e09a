"""The worker that owns model and device, and the requests that it takes."""
