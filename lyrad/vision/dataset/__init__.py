"""What is measured of a reference picture: likeness, sharpness, light, ground, framing."""
