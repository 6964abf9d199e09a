"""What is written, as it is spoken: "$3.50" as "three dollars and fifty cents"."""
