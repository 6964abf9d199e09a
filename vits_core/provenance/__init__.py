"""What a written take was made from, and how one made again compares with it."""
