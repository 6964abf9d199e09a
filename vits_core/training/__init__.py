"""The paper's other half: losses, discriminators, corpus, runs. Speaking loads none of it."""
