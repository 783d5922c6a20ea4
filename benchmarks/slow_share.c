/* Makes each question that a share answers over the wire last 300 microseconds: preloaded into a
   program, it waits before each listing, each opening of a folder, and each look at a path. A look
   at what is open already costs nothing there, nor here. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

/* O_DIRECTORY. Its header declares the very functions that are replaced here. */
#if defined(__aarch64__) || defined(__arm__)
#define FOLDER 040000
#else
#define FOLDER 0200000
#endif

static void wire(void) {
    struct timespec span = {0, 300000};
    nanosleep(&span, 0);
}

#define REAL(name) static long (*real)(); if (!real) real = (long (*)()) dlsym(RTLD_NEXT, #name)
#define LOOK(name) int name(const char *path, void *state) { \
    REAL(name); wire(); return real(path, state); }
#define LOOK_AT(name) int name(int at, const char *path, void *state, int how) { \
    REAL(name); wire(); return real(at, path, state, how); }
#define OPEN_AT(name) int name(int at, const char *path, int how, int mode) { \
    REAL(name); if (how & FOLDER) wire(); return real(at, path, how, mode); }
#define OPEN(name) int name(const char *path, int how, int mode) { \
    REAL(name); if (how & FOLDER) wire(); return real(path, how, mode); }
#define LIST(name, argument) void *name(argument it) { \
    static void *(*real)(argument); \
    if (!real) real = (void *(*)(argument)) dlsym(RTLD_NEXT, #name); \
    wire(); return real(it); }
typedef const char *text;

LOOK(stat) LOOK(stat64) LOOK(lstat) LOOK(lstat64)
LOOK_AT(fstatat) LOOK_AT(fstatat64)
OPEN(open) OPEN(open64) OPEN_AT(openat) OPEN_AT(openat64)
LIST(opendir, text) LIST(fdopendir, int)

int statx(int at, const char *path, int how, unsigned mask, void *state) {
    REAL(statx);
    wire();
    return real(at, path, how, mask, state);
}
