"""Real file servers and real clients of theirs, for lyrad to be tried on.

`samba` and `ganesha` are the servers, `guest` is a Linux of its own that has the clients which
this machine's kernel may lack, `shares` joins them, and `day` is a day's work on such a share.
Servers listen on 127.0.0.1 alone, keep everything in a folder of the test's, and end with it.
"""
