"""Targeting, stability, peers, routes: frames in, frames out; neither Dash nor SQL."""
