"""DataFrame → go.Figure; knows neither Dash nor the warehouse."""
