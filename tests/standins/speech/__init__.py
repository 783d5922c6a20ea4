"""Speech servers over real HTTP, with their quirks and their lies, and no model behind them."""
