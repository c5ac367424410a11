"""Proves hookweir's output on real engines: deploys it, sends to it, breaks it."""
