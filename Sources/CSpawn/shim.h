// What starting a program needs beyond POSIX: glibc hides both behind _GNU_SOURCE, which Swift's
// own import of its headers does not set.
#ifndef PROMPTINTERN_CSPAWN_H
#define PROMPTINTERN_CSPAWN_H

#include <fcntl.h>
#include <spawn.h>

/// A pipe whose ends no other program of ours inherits.
static inline int pi_pipe(int ends[2]) {
    extern int pipe2(int *, int);
    return pipe2(ends, O_CLOEXEC);
}

/// Lets the program begin in a folder; glibc 2.29 and later.
static inline int pi_spawn_in_folder(posix_spawn_file_actions_t *actions, const char *folder) {
    extern int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *);
    return posix_spawn_file_actions_addchdir_np(actions, folder);
}

#endif
