"""The ways a convolution runs on CPUs and CUDA devices."""
