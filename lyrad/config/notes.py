"""The texts of a new production, for people who have never seen one."""

from __future__ import annotations

PRODUCTION = """\
# yaml-language-server: $schema=.lyrad/schema/production.json
# The film, and what holds for every shot that does not say otherwise.

id: {id}  # never copy this line into another production
title: {title}
timezone: {timezone}

fps: 24  # 23.976 and 29.97 are taken exactly, as 24000/1001 and 30000/1001
size: 1280x720
duration: 4s
master: h264  # h264, prores_422_hq, dnxhr_hqx or png
fit: crop  # a frame of another shape: crop cuts its edges, pad adds bars
origin: ai  # where your first and last frames come from: captured, drawn or ai
"""

EXAMPLE = """\
# yaml-language-server: $schema=../../../.lyrad/schema/shot.json
# An example. Nothing here is rendered: lyrad never looks at names that begin with _
# Copy this folder to scenes/SC010/SH0010, add first.png and last.png, and change the words.

description: A slow push-in on the lighthouse at dusk.
duration: 4s
# takes: 2          how many takes to make
# last: none        when there is only a first frame
# seed: 7           the number that chance starts from
# priority: high    now, high, normal or low
"""

STYLE = """\
# yaml-language-server: $schema=../.lyrad/schema/style.json
# An example. Copy this file to noir.yaml, change the words, and write `style: noir` into a
# shot.yaml, a scene.yaml or production.yaml. lyrad never looks at names that begin with _

look: A 1940s film noir.
light: One hard lamp from the side, deep shadows.
palette: Black and white, rich greys.
# lens: 35 mm anamorphic
# grain: coarse 16 mm grain
# camera: a locked-off camera      where a shot does not say its own
# negative: neon, daylight         what must not be seen; it adds up
# inherits: [base]                 other styles that this one begins with
# tags: {look: "film noir, monochrome"}   for models that read tags (SDXL)
"""

READ_ME = """\
WELCOME

This folder is a film production that lyrad looks after. lyrad is a program that runs in the
background: you put files into folders, and it puts its results beside them.


TO MAKE A SHOT

1. Make a folder for the scene and one for the shot:   scenes/SC010/SH0020
   The folder's name is the shot's code; name it as your film does.
2. Put three files into it:
      shot.yaml    what happens, and how long   (an example lies in scenes/_example)
      first.png    the first picture
      last.png     the last picture
   JPEG, TIFF and WebP pictures are fine too. Write "last: none" in shot.yaml if there is only one.
3. Wait. When everything is there, lyrad begins by itself. The clip appears in

      scenes/SC010/SH0020/takes/T01

   Drag it into your editing program. Its small folder _info holds the poster, the contact sheet, a
   small copy and the receipt.


AND WHATEVER ELSE

   You would rather tell it     put brief.txt or a voice memo into the shot's folder: lyrad writes
                                shot.draft.yaml. Correct it, and rename it to shot.yaml
   Music for a scene            scenes/SC010/cues/1M1/cue.yaml, with one line such as
                                prompt: Low strings, a slow pulse
   Somebody in several shots    put 10 pictures or more into characters/MIRA/refs, and read the
                                card there; then write "characters: [MIRA]" into shot.yaml
   The scene in one piece       comes by itself: SC010_assembly_v001.mp4 in the scene's folder to
                                look at, and .otio to cut with


THE CARDS

In every such folder lyrad keeps one small text file. Its name says how things stand:

   _lyrad WAITING for last.png.txt     something is missing
   _lyrad QUEUED.txt                   it will be made
   _lyrad WORKING.txt                  it is being made
   _lyrad HELD ....txt                 it waits for you to say GO
   _lyrad DONE T01.txt                 the take is there
   _lyrad STALE ....txt                what the take was made from has changed
   _lyrad NOT USED ....txt             this file is not used for anything
   _lyrad FAILED ....txt               it did not work

Open it: it says why, and what to do next. You may delete a card; a new one is written.


TO ASK FOR SOMETHING

Make an empty file or folder with one of these names, in the folder of a shot, a cue, a character
or a scene:

   RETAKE    make one more take
   HOLD      do not begin yet
   GO        go on; or: now, please
   FINISH    for a shot: make a better clip of the newest good take; FINISH T02 of that one

Words after it are kept as a note: RETAKE slower. The file disappears when lyrad has read it.
To get another version, change shot.yaml or one of the pictures.


WHAT LYRAD NEVER DOES

It never changes or deletes a file of yours, and moves none but the frames, briefs and memos that
you put into inbox. A take never changes once it is there.


THE OTHER FOLDERS

   inbox      for shot lists (CSV, Excel, EDL, OTIO): lyrad shows what a list would make, and
              makes it when you put an empty file named GO beside it; and for frames that are
              named after their shot, such as SC010_SH0020_first.png, and briefs and voice memos
              such as SC010_SH0020_brief.txt and SC010_SH0020.m4a
   style      looks that several shots share: one small text file each, named in the shot.yaml
   selects    drag the takes here that you like best: scenes are put together with them
   .lyrad     lyrad's own notes; leave it alone
"""
