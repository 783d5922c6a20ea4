from __future__ import annotations

from standin import images

if __name__ == "__main__":
    images.main("sd")
