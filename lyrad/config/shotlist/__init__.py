"""Shot lists as people and their programs write them: tables and cuts, read leniently."""
