from __future__ import annotations

from standin import video

if __name__ == "__main__":
    video.train()
